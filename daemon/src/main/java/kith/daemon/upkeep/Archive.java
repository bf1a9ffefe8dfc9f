package kith.daemon.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * The one file that a backup is: a zip whose first entry is its title and whose last one has the size and the SHA-256 of
 * every other ({@code docs/operating.md}). Nothing in it is compressed, so that it unpacks to no more than its own size.
 */
final class Archive {
    static final String TITLE = "kith-backup";
    /** Files of a backup; a store of 5 million quads has about a hundred. */
    static final int MAX_FILES = 100_000;

    private static final String FIRST_LINE = "kith-backup 1";
    private static final String SUMS = "sums";
    private static final int MAX_TITLE_BYTES = 4 * 1024;
    private static final int MAX_SUMS_BYTES = 32 * 1024 * 1024;
    private static final int COPY_BYTES = 256 * 1024;
    /** What a backup may hold, for the writer and the reader alike; an older kith put all files of keys/ in. */
    private static final Pattern NAME =
            Pattern.compile("config|peers|watermark|(store|keys)/[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}");

    private Archive() {}

    /** A file of the home, by its name there. */
    record Part(String name, Path file) {}

    /** Told of the bytes that were copied; may throw to end it. */
    interface Copied {
        void bytes(long count);
    }

    /** What an entry must be. */
    private record Sum(String sha256, long size) {}

    /**
     * Writes the title, the parts in their order, and their sums.
     *
     * @throws KithException USER, FAILED if {@link #read} would refuse it; nothing is written then
     */
    static void write(List<String> title, List<Part> parts, OutputStream to, Copied copied) throws IOException {
        mustBeReadable(parts);
        StringBuilder sums = new StringBuilder();
        try (ZipOutputStream zip = new ZipOutputStream(new Open(to), StandardCharsets.UTF_8)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            List<String> lines = new ArrayList<>(List.of(FIRST_LINE));
            lines.addAll(title);
            text(zip, TITLE, String.join("\n", lines) + "\n");
            for (Part part : parts) {
                zip.putNextEntry(new ZipEntry(part.name()));
                Sum sum;
                try (InputStream in = Files.newInputStream(part.file())) {
                    sum = copy(in, zip, copied);
                }
                zip.closeEntry();
                sums.append(sum.sha256()).append(' ').append(sum.size()).append(' ');
                sums.append(part.name()).append('\n');
            }
            text(zip, SUMS, sums.toString());
        }
    }

    private static void mustBeReadable(List<Part> parts) {
        if (parts.size() > MAX_FILES) {
            throw KithException.user(
                    Code.FAILED,
                    "a backup holds at most " + MAX_FILES + " files, not " + parts.size() + "; run: kith compact");
        }
        for (Part part : parts) {
            if (!NAME.matcher(part.name()).matches()) {
                throw KithException.user(Code.FAILED, "a backup holds no " + part.name() + "; set that file aside");
            }
        }
    }

    /** Whoever gave the stream closes it, when it is on the disk. */
    private static final class Open extends java.io.FilterOutputStream {
        Open(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static void text(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static Sum copy(InputStream in, OutputStream out, Copied copied) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[COPY_BYTES];
        long size = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
            out.write(buffer, 0, count);
            size += count;
            copied.bytes(count);
        }
        return new Sum(HexFormat.of().formatHex(digest.digest()), size);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Where an entry goes when it is unpacked. */
    interface Place {
        OutputStream of(String name) throws IOException;
    }

    /**
     * Unpacks a backup, keys last, so that what is not whole is no home; fails at the first entry that is not as it was
     * written.
     *
     * @return the lines of the title
     * @throws KithException USER, USAGE if it is no backup, or of a later kith; USER, FAILED if it is damaged
     */
    static List<String> read(Path file, Place place) throws IOException {
        long budget = Files.size(file);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            List<String> title = title(zip, file);
            Map<String, Sum> sums = sums(zip, file);
            for (ZipEntry entry : Collections.list(zip.entries())) {
                boolean known = sums.containsKey(entry.getName())
                        || entry.getName().equals(TITLE)
                        || entry.getName().equals(SUMS);
                if (!known) {
                    throw damaged(file, "it has an entry that its sums do not know");
                }
            }
            List<String> names = new ArrayList<>(sums.keySet());
            names.sort(java.util.Comparator.comparing(name -> name.startsWith("keys/")));
            for (String name : names) {
                budget -= unpack(zip, name, sums, new Target(file, place, budget));
            }
            return title;
        } catch (ZipException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    private record Target(Path file, Place place, long budget) {}

    private static long unpack(ZipFile zip, String name, Map<String, Sum> sums, Target target) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        Sum wanted = sums.get(name);
        if (entry == null || wanted == null) {
            throw damaged(target.file(), name + " is missing");
        }
        if (wanted.size() > target.budget()) {
            throw damaged(target.file(), "it would unpack to more than its own size");
        }
        Sum got;
        try (InputStream in = new Bounded(zip.getInputStream(entry), wanted.size() + 1);
                OutputStream out = target.place().of(name)) {
            got = copy(in, out, count -> {});
        }
        if (!got.equals(wanted)) {
            throw damaged(target.file(), name + " is not as it was written");
        }
        return got.size();
    }

    /** No more of an entry than its sum says, and one byte to notice that there is more. */
    private static final class Bounded extends java.io.FilterInputStream {
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int got = super.read(target, offset, (int) Math.min(most, left));
            left -= Math.max(0, got);
            return got;
        }
    }

    private static List<String> title(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(TITLE);
        if (entry == null) {
            throw KithException.user(Code.USAGE, file + " is no backup of kith");
        }
        List<String> lines = text(zip, entry, MAX_TITLE_BYTES, file).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw KithException.user(Code.USAGE, file + " was written by a later kith; upgrade kith");
        }
        return lines.subList(1, lines.size());
    }

    private static Map<String, Sum> sums(ZipFile zip, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(SUMS);
        if (entry == null) {
            throw damaged(file, "its end is missing");
        }
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (String line : text(zip, entry, MAX_SUMS_BYTES, file).lines().toList()) {
            String[] words = line.split(" ", -1);
            boolean sound = words.length == 3
                    && words[0].matches("[0-9a-f]{64}")
                    && words[1].matches("[0-9]{1,18}")
                    && NAME.matcher(words[2]).matches()
                    && sums.size() < MAX_FILES;
            if (!sound || sums.put(words[2], new Sum(words[0], Long.parseLong(words[1]))) != null) {
                throw damaged(file, "its sums have a line that is none");
            }
        }
        return sums;
    }

    private static String text(ZipFile zip, ZipEntry entry, int most, Path file) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw damaged(file, entry.getName() + " has more than " + most + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static KithException damaged(Path file, String why) {
        return KithException.user(
                Code.FAILED, "the backup " + file + " is damaged: " + why + "; take another one; nothing was restored");
    }
}
