package kith.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system tells of other processes. */
final class Processes {
    private static final double TICKS_A_SECOND = 100;

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

    private static double mib(long pid, String what) throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(pid), "status"));
        Matcher found = Pattern.compile(what + ":\\s+(\\d+) kB").matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) / 1024.0 : Double.NaN;
    }
}
