package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Carriage;
import kith.cli.client.Door;
import kith.cli.client.Refusal;
import kith.cli.client.Reply;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Puts what counts in a space into a file, to be carried by hand. */
final class BundleExport implements Verb {
    private static final String STREAM = "-";
    private static final int BUFFER_BYTES = 64 * 1024;

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "put what counts in a space into a file, for a home that is never online with this one",
                        "All of it, unless --since or --for says what the other home has already. Where a ticket was used"
                                + " and nobody has let this home in yet, it holds the claim to be let in.",
                        "Who reads the file reads the space. The next command to know: kith bundle import.")
                .maybe("FILE", "a file that is not there yet; - or none for standard output")
                .option(
                        "--since",
                        "FILE",
                        "an earlier bundle, made here or there: leave out what its maker had; - reads standard input")
                .option("--for", "DEVICE", "leave out what that device is known to hold, by bundles of its own")
                .flag("--frontier-only", "say only how far each log is held: small, and enough for --since")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith bundle export /mnt/usb/river.kith")
                .example("kith bundle export --for ben-laptop /mnt/usb/for-ben.kith")
                .example("kith bundle export --since /mnt/usb/river.kith | ssh barge kith bundle import -");
    }

    @Override
    public Code run(Call call) throws IOException {
        String name = call.maybe(0).orElse(STREAM);
        mustFit(call, name);
        Map<String, String> options = new LinkedHashMap<>();
        call.option("--for").ifPresent(device -> options.put("for", device));
        if (call.flag("--frontier-only")) {
            options.put("bare", "true");
        }
        byte[] since = since(call);
        if (name.equals(STREAM)) {
            try (Reply reply = new Carriage(new Door(call.home())).export(call.space(), options, since)) {
                copy(reply.body(), call.terminal().out());
            }
            return Code.DONE;
        }
        Path file = call.file(0);
        mustBeFree(file);
        long bytes;
        try (Reply reply = new Carriage(new Door(call.home())).export(call.space(), options, since)) {
            bytes = written(reply, file);
        }
        tell(call, file, bytes);
        return Code.DONE;
    }

    private static void mustFit(Call call, String name) {
        if (call.flag("--frontier-only")
                && (call.option("--for").isPresent() || call.option("--since").isPresent())) {
            throw call.usage("--frontier-only says how far all logs are held; --since and --for have no part in it");
        }
        if (call.option("--for").filter(String::isEmpty).isPresent()) {
            throw call.usage("the name of the device is empty");
        }
        if (!name.equals(STREAM)) {
            return;
        }
        if (call.output() == Output.JSON) {
            throw call.usage("the bundle itself goes to standard output; name a FILE to have JSON there");
        }
        if (call.terminal().traits().outIsTerminal()) {
            throw call.usage("a bundle is nothing to look at: name a FILE, or send it on with | or >");
        }
    }

    private static byte[] since(Call call) {
        Optional<String> name = call.option("--since");
        if (name.isEmpty()) {
            return new byte[0];
        }
        byte[] head;
        try (InputStream earlier = Documents.open(call, name.get())) {
            head = earlier.readNBytes(Carriage.MAX_SINCE_BYTES);
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name.get() + " (" + SparqlText.reason(e) + ")", "");
        }
        if (head.length == 0) {
            throw Refusal.of(Code.USAGE, name.get() + " is empty, and no bundle", "kith bundle export --frontier-only");
        }
        return head;
    }

    private static void mustBeFree(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(file);
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Refusal.of(Code.NOT_FOUND, "there is no folder " + folder, "");
        }
    }

    private static Refusal taken(Path file) {
        return Refusal.of(Code.CONFLICT, file + " is there already, and stays as it is; name another file", "");
    }

    /** Beside its place, to the disk, then into it: a stick that is pulled out has no half of a bundle by that name. */
    private static long written(Reply reply, Path file) {
        try {
            Path beside = Files.createTempFile(file.getParent(), "kith-", ".part");
            try {
                long bytes;
                try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                    bytes = copy(reply.body(), Channels.newOutputStream(channel));
                    channel.force(true);
                }
                Files.move(beside, file);
                return bytes;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (FileAlreadyExistsException meanwhile) {
            throw taken(file);
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot write " + file + " (" + SparqlText.reason(e) + ")", "");
        }
    }

    private static long copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            bytes += count;
        }
        return bytes;
    }

    private static void tell(Call call, Path file, long bytes) throws IOException {
        if (call.output() == Output.JSON) {
            Map<String, Json> made = new LinkedHashMap<>();
            made.put("space", Json.of(call.space()));
            made.put("file", Json.of(file.toString()));
            made.put("bytes", Json.of(bytes));
            call.terminal().print(JsonText.pretty(Json.of(made)));
        } else if (!call.flag("--quiet")) {
            call.terminal().print("bundle of " + Amounts.grouped(bytes) + " bytes in " + file);
            call.say("where it goes: kith bundle import FILE");
        }
    }
}
