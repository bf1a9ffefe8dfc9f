package kith.ontology.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.ontology.bytes.Bytes;

/**
 * The golden vectors of {@code docs/protocol/vectors}: blocks of {@code name = value} lines, an empty line between
 * two blocks, {@code #} before a comment.
 */
public final class Vectors {
    private static final Path FOLDER = Path.of("docs", "protocol", "vectors");

    private Vectors() {}

    /** One block. */
    public record Vector(Map<String, String> values) {
        public String text(String name) {
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no " + name + " in " + values.keySet());
            }
            return value;
        }

        public Bytes bytes(String name) {
            return Bytes.hex(text(name));
        }

        public long number(String name) {
            return Long.parseLong(text(name));
        }

        public boolean has(String name) {
            return values.containsKey(name);
        }
    }

    /** The blocks of one file, in order. */
    public static List<Vector> read(String file) {
        List<Vector> vectors = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        for (String line : lines(folder().resolve(file))) {
            if (line.isBlank()) {
                vectors.addAll(whole(block));
                block = new LinkedHashMap<>();
            } else if (!line.startsWith("#")) {
                int equals = line.indexOf('=');
                block.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        vectors.addAll(whole(block));
        return vectors;
    }

    private static List<Vector> whole(Map<String, String> block) {
        return block.isEmpty() ? List.of() : List.of(new Vector(block));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where they lie, from any folder of the project. */
    static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve(FOLDER))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("no " + FOLDER + " above the working folder");
            }
        }
        return at.resolve(FOLDER);
    }
}
