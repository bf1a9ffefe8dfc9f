package kith.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.registry.ThingName;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/** Names of things as arguments: one each, {@code -} for lines of standard input, {@code @file} for lines of a file. */
final class Names {
    /** Most names of one command line. */
    static final int MAX_NAMES = 10_000;

    /** Longest line that is read, in characters. */
    static final int MAX_LINE_CHARS = 4_096;

    private Names() {}

    /** The names among the arguments from {@code index} on. */
    static List<ThingName> of(Call call, int index) {
        return of(call, call.rest(index));
    }

    /** The names that these words stand for; at least one. */
    static List<ThingName> of(Call call, List<String> words) {
        List<ThingName> names = new ArrayList<>();
        for (String word : words) {
            if (word.equals("-")) {
                read(call.terminal().in(), "standard input", names);
            } else if (word.startsWith("@")) {
                read(Path.of(word.substring(1)), names);
            } else {
                add(word, names);
            }
        }
        if (names.isEmpty()) {
            throw call.usage("'kith " + call.spelling().path() + "' got no name");
        }
        return names;
    }

    private static void read(Path file, List<ThingName> names) {
        try (InputStream in = Files.newInputStream(file)) {
            read(in, file.toString(), names);
        } catch (IOException e) {
            throw Refusal.of(Code.NOT_FOUND, "cannot read " + file + " (" + SparqlText.reason(e) + ")", "");
        }
    }

    private static void read(InputStream in, String name, List<ThingName> names) {
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.length() > MAX_LINE_CHARS) {
                    throw Refusal.of(
                            Code.USAGE, name + " has a line of more than " + MAX_LINE_CHARS + " characters", "");
                }
                if (!line.isBlank()) {
                    add(line, names);
                }
            }
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name + " (" + SparqlText.reason(e) + ")", "");
        }
    }

    private static void add(String word, List<ThingName> names) {
        if (names.size() == MAX_NAMES) {
            throw Refusal.of(Code.USAGE, "more than " + MAX_NAMES + " names at once", "kith help update");
        }
        names.add(ThingName.of(word));
    }
}
