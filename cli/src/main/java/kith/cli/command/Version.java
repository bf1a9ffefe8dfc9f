package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/** Says which kith this is, and which daemon answers. */
final class Version implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("say which version this is, and which one the daemon is")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith version");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> version = new LinkedHashMap<>();
        version.put("kith", Json.of(own()));
        version.put("build", Json.of(build(call.surroundings().install())));
        version.put("java", Json.of(System.getProperty("java.version", "?")));
        version.put("daemon", Json.of(daemon(call)));
        call.show(new Card(Json.of(version), "kith"));
        return Code.DONE;
    }

    static String own() throws IOException {
        try (@Nullable InputStream text = Version.class.getResourceAsStream("/kith/cli/version")) {
            return text == null ? "?" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static String build(Optional<Path> install) throws IOException {
        if (install.isEmpty()) {
            return "?";
        }
        Path file = install.get().resolve("lib").resolve("build");
        String line = Files.exists(file) ? Files.readString(file).strip() : "?";
        return line.substring(line.indexOf(' ') + 1);
    }

    private static String daemon(Call call) {
        try {
            return call.visit().health().text("version", "?");
        } catch (Refusal notRunning) {
            return "not running";
        }
    }
}
