package kith.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the operating system tells of other processes. */
final class Processes {
    private static final double TICKS_A_SECOND = 100;
    /** Until it sees all threads. */
    private static final long STRACE_MILLIS = 2_000;

    private Processes() {}

    /** Processor time that a process has taken, in seconds. */
    static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] after = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(after[11]) + Long.parseLong(after[12])) / TICKS_A_SECOND;
    }

    static double residentMib(long pid) throws IOException {
        return mib(pid, "VmRSS");
    }

    /** The most that a process ever had in memory. */
    static double peakMib(long pid) throws IOException {
        return mib(pid, "VmHWM");
    }

    /** Something that takes its time. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** How often a process syncs files while something is done; empty where there is no strace to tell. */
    static OptionalLong syncs(long pid, Work work) throws IOException, InterruptedException {
        Path seen = Files.createTempFile("syncs", ".txt");
        List<String> command = List.of(
                "strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,msync", "-o", seen.toString(), "-p", "" + pid);
        Process strace;
        try {
            strace = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException missing) {
            work.run();
            return OptionalLong.empty();
        }
        Thread.sleep(STRACE_MILLIS);
        work.run();
        strace.destroy();
        strace.waitFor();
        try (Stream<String> lines = Files.lines(seen)) {
            return OptionalLong.of(lines.filter(line -> line.contains("sync(")).count());
        } finally {
            Files.delete(seen);
        }
    }

    private static double mib(long pid, String what) throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(pid), "status"));
        Matcher found = Pattern.compile(what + ":\\s+(\\d+) kB").matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) / 1024.0 : Double.NaN;
    }
}
