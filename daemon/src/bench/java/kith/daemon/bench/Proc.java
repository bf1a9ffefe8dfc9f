package kith.daemon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system knows of a process and of a folder. */
final class Proc {
    private static final int BLOCK_BYTES = 512;

    private Proc() {}

    /** The most that this process ever had in memory; 0 where the system does not tell. */
    static double peakBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What the files of a folder have in them: neither holes nor room that is kept for later. */
    static long diskBytes(Path folder) {
        try {
            Process find = new ProcessBuilder("find", folder.toString(), "-type", "f", "-printf", "%s %b\\n")
                    .redirectErrorStream(false)
                    .start();
            String lines = new String(find.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return lines.lines().mapToLong(Proc::filled).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long filled(String line) {
        String[] parts = line.split(" ", -1);
        return Math.min(Long.parseLong(parts[0]), Long.parseLong(parts[1]) * BLOCK_BYTES);
    }
}
