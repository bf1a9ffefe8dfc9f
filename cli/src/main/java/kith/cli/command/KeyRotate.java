package kith.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Gives this node a new device key, and ends the rights of the old one. */
final class KeyRotate implements Verb {
    private static final int MAX_PASSPHRASE_BYTES = 1_024;

    @Override
    public void spell(Spelling spelling) {
        Rights.spell(spelling.says(
                                "make a new device key for this node and end the rights of the old one",
                                "It takes the key of the person. The new key is in use from the next start of the daemon"
                                        + " on; sealed keys stay sealed with the same passphrase.")
                        .option(
                                "--passphrase-file",
                                "FILE",
                                "the first line opens the sealed keys (or else: KITH_PASSPHRASE)"))
                .example("kith key rotate --dry-run")
                .example("kith key rotate --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json plan = call.visit().rotateKey(Map.of("dryRun", Json.of(true)));
        List<String> lines = Rights.lines(plan);
        if (call.flag("--dry-run")) {
            Rights.print(call, plan, String.join("\n", lines));
            call.say("nothing is done: this was a dry run");
            return Code.DONE;
        }
        lines.forEach(call::say);
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("without", Json.of(left(plan)));
        if (plan.at("sealed").truth()) {
            wish.put("passphrase", Json.of(passphrase(call)));
        }
        if (!call.agrees("make a new key for this device")) {
            throw Refusal.of(Code.FAILED, "nothing was changed", "");
        }
        Json done = call.visit().rotateKey(wish);
        Rights.print(call, done, "device  " + done.text("now", "?"));
        call.say("in use from the next start on, and nothing can be written before: kith daemon stop, then kith daemon"
                + " start");
        return Code.DONE;
    }

    /** The spaces that it was told cannot be carried over. */
    private static String left(Json plan) {
        return plan.at("spaces").items().stream()
                .filter(space -> !space.at("carried").truth())
                .map(space -> space.text("space", ""))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String passphrase(Call call) {
        Optional<String> file = call.option("--passphrase-file");
        if (file.isPresent()) {
            return firstLine(Path.of(file.get()));
        }
        String variable = call.surroundings().environment().getOrDefault("KITH_PASSPHRASE", "");
        if (variable.isEmpty()) {
            throw call.usage(
                    "the keys are sealed; give their passphrase with --passphrase-file FILE or KITH_PASSPHRASE");
        }
        return variable;
    }

    private static String firstLine(Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_PASSPHRASE_BYTES + 2), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            if (line.isEmpty()) {
                throw Refusal.of(Code.USAGE, "the first line of the passphrase file " + file + " is empty", "");
            }
            return line;
        } catch (IOException e) {
            throw Refusal.of(Code.USAGE, "cannot read the passphrase file " + file + " (" + e.getMessage() + ")", "");
        }
    }
}
