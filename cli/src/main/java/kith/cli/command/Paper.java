package kith.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;

/** How a key on paper is read: never from the words of a command, which every user of the machine can see. */
final class Paper {
    private static final int MAX_BYTES = 4_096;

    private Paper() {}

    static String read(Call call, String from) {
        String text;
        if (from.equals("-")) {
            text = Join.read(call);
        } else if (from.startsWith("@")) {
            text = file(from.substring(1));
        } else {
            throw call.usage("a key on paper is read from standard input with -, or from a file with @FILE");
        }
        if (!text.startsWith("kith:paper/")) {
            throw call.usage("a key on paper begins with kith:paper/");
        }
        return text;
    }

    private static String file(String name) {
        try {
            Path file = Path.of(name);
            if (Files.size(file) > MAX_BYTES) {
                throw Refusal.of(Code.USAGE, name + " is larger than " + MAX_BYTES + " bytes: no key on paper", "");
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name + " (" + e.getMessage() + ")", "");
        }
    }
}
