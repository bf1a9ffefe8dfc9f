package kith.ontology.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;

/**
 * A file of golden vectors whose inputs were written by hand and whose results by code, in the form of {@link Vectors};
 * a name may stand several times in a block. Tests compare. Only with {@code -Dkith.vectors=write} do they write what
 * they would have compared with: for a new vector, or a new version of the format, and then the difference is read.
 */
public final class Golden {
    private static final boolean WRITING = "write".equals(System.getProperty("kith.vectors"));

    private final Path file;
    private final List<String> lines;

    private Golden(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    public static Golden open(String name) {
        Path file = Vectors.folder().resolve(name);
        try {
            return new Golden(file, new ArrayList<>(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks, in order. */
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= lines.size(); i++) {
            boolean inside = i < lines.size() && !lines.get(i).isBlank();
            boolean said = inside && !lines.get(i).startsWith("#");
            if (said && start < 0) {
                start = i;
                blocks.add(new Block(start));
            } else if (!inside) {
                start = -1;
            }
        }
        return blocks;
    }

    /** The blocks that have {@code name}; a test without one would prove nothing. */
    public List<Block> blocksWith(String name) {
        List<Block> with = blocks().stream().filter(block -> block.has(name)).toList();
        if (with.isEmpty()) {
            throw new IllegalArgumentException("no " + name + " in " + file);
        }
        return with;
    }

    /** Lines of {@code name = value} up to the next empty one. */
    public final class Block {
        private final int start;

        private Block(int start) {
            this.start = start;
        }

        public boolean has(String name) {
            return !all(name).isEmpty();
        }

        public String text(String name) {
            return find(name).orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + this));
        }

        public Optional<String> find(String name) {
            return all(name).stream().findFirst();
        }

        public Bytes bytes(String name) {
            return Bytes.hex(text(name));
        }

        public long number(String name) {
            return Long.parseLong(text(name));
        }

        /** Every value of {@code name}, in order. */
        public List<String> all(String name) {
            List<String> values = new ArrayList<>();
            for (int i = start; i < end(); i++) {
                if (name.equals(nameOf(lines.get(i)))) {
                    values.add(lines.get(i)
                            .substring(lines.get(i).indexOf('=') + 1)
                            .strip());
                }
            }
            return values;
        }

        public void expect(String name, Bytes actual) {
            expect(name, actual.toHex());
        }

        /** Holds {@code actual} against what the file says. */
        public void expect(String name, String actual) {
            if (WRITING) {
                write(name, actual);
            }
            assertEquals(text(name), actual, () -> name + " of " + this);
        }

        private void write(String name, String actual) {
            int at = start;
            while (at < end() && !name.equals(nameOf(lines.get(at)))) {
                at++;
            }
            if (at < end()) {
                lines.remove(at);
            }
            lines.add(at, (name + " = " + actual).strip());
            try {
                Files.write(file, lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private int end() {
            int end = start;
            while (end < lines.size() && !lines.get(end).isBlank()) {
                end++;
            }
            return end;
        }

        @Override
        public String toString() {
            return file.getFileName() + " line " + (start + 1);
        }
    }

    private static String nameOf(String line) {
        int equals = line.indexOf('=');
        return line.startsWith("#") || equals < 0
                ? ""
                : line.substring(0, equals).strip();
    }
}
