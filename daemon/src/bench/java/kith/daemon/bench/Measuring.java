package kith.daemon.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A process that measures one engine alone: {@code Measuring ENGINE WORKLOAD QUADS-FILE QUADS FOLDER FIGURES-FILE}.
 * {@code -Dbench.only} names parts: load, updates, reopen, or whole titles of questions or their beginnings.
 */
final class Measuring {
    /** As {@code kithd} has it for questions: some engines recurse along paths. */
    private static final long STACK_BYTES = 32L << 20;

    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final int LEAST_TIMES = 3;
    private static final int MOST_TIMES = 1_000_000;
    private static final int WARM_UPDATES = 1_000;
    private static final int UPDATES = 1_000;
    private static final int CLIENTS = 8;
    private static final String CLIENTS_TITLE = "updates of 10 quads, 8 clients";
    /** Twice, for in the first turn the compiler is still at work. */
    private static final int UPDATES_OF_A_CLIENT = 400;
    /** More turns, of which the last counts: a daemon that has run for a while. */
    private static final int WARM_TURNS = 8;

    private static final int WARM_SECONDS = 60;

    private static final int MODIFICATIONS = 40;
    private static final int REOPENINGS = 5;
    private static final double MIB = 1 << 20;

    private final Set<String> only = Set.of(System.getProperty("bench.only", "").split(","));
    private final String name;
    private final Workload workload;
    private final String prefix;
    private final Path folder;
    private final Path figures;
    private final Engine engine;

    private Measuring(String name, String workload, Path folder, Path figures) {
        this.name = name;
        this.workload = Workload.of(workload);
        this.prefix = workload.equals(Workload.SOCIAL) ? "" : workload + ": ";
        this.folder = folder;
        this.figures = figures;
        this.engine = Engines.open(name, folder);
    }

    public static void main(String[] args) throws InterruptedException {
        Measuring measuring = new Measuring(args[0], args[1], Path.of(args[4]), Path.of(args[5]));
        Thread thread = new Thread(
                null, () -> measuring.all(Path.of(args[2]), Long.parseLong(args[3])), "measuring", STACK_BYTES);
        thread.setUncaughtExceptionHandler((failed, fault) -> {
            fault.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
        thread.join();
        measuring.engine.close();
        System.exit(0);
    }

    private boolean isWanted(String part) {
        return only.contains("") || only.stream().anyMatch(part::startsWith);
    }

    private void all(Path quads, long count) {
        load(quads, count);
        workload.questions().forEach((title, text) -> {
            if (isWanted(title) && Engines.isAsked(name)) {
                question(title, text);
            }
        });
        if (workload.hasUpdates() && isWanted("updates")) {
            changes();
        }
        if (isWanted("reopen")) {
            reopen();
        }
        note(prefix + "resident peak", Proc.peakBytes() / MIB, "MiB");
    }

    private void load(Path quads, long count) {
        long start = System.nanoTime();
        engine.load(quads);
        note(prefix + "load", count / seconds(start), "quads/s");
        note(prefix + "resident peak of the load", Proc.peakBytes() / MIB, "MiB");
        note(prefix + "disk after the load", Proc.diskBytes(folder) / MIB, "MiB");
        // From here on nothing is in the heap that the load left there.
        engine.reopen();
        System.gc();
        for (int i = 0; i < LEAST_TIMES; i++) {
            engine.answer("SELECT (1 AS ?one) {}", OutputStream.nullOutputStream());
        }
    }

    private void question(String title, String text) {
        double first;
        try {
            first = micros(text);
        } catch (RuntimeException | StackOverflowError e) {
            String why = e.getClass().getSimpleName();
            note(title + ", first", Engine.CAP.toNanos() / 1e3, "us", why);
            note(title, Engine.CAP.toNanos() / 1e3, "us", why);
            return;
        }
        note(title + ", first", first, "us");
        note(title, median(text), "us");
        answer(title, text);
    }

    private double micros(String text) {
        long start = System.nanoTime();
        engine.answer(text, OutputStream.nullOutputStream());
        return (System.nanoTime() - start) / 1e3;
    }

    /** Of the later half: in the first the compiler is still at work. */
    private double median(String text) {
        double[] times = new double[MOST_TIMES];
        int count = 0;
        long begin = System.nanoTime();
        while (count < LEAST_TIMES || (System.nanoTime() - begin < PATIENCE_NANOS && count < MOST_TIMES)) {
            times[count++] = micros(text);
        }
        return middle(Arrays.copyOfRange(times, count / 2, count));
    }

    private static double middle(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private void answer(String title, String text) {
        Answer answer = Answer.of(out -> engine.answerJson(text, out));
        note(Figure.ANSWER + title, answer.rows(), "rows", answer.hash());
    }

    private void changes() {
        String kind = Engines.isDurable(name) ? "" : ", not synced";
        engine.compact();
        long packed = Proc.diskBytes(folder);
        for (int i = 0; i < WARM_UPDATES; i++) {
            engine.update(SocialUpdates.insert(0, i));
        }
        long before = Proc.diskBytes(folder);
        long start = System.nanoTime();
        for (int i = 0; i < UPDATES; i++) {
            engine.update(SocialUpdates.insert(1, i));
        }
        note("updates of 10 quads, 1 client" + kind, UPDATES / seconds(start), "updates/s");
        note("growth an update", (Proc.diskBytes(folder) - before) / 1024.0 / UPDATES, "KiB");
        note(CLIENTS_TITLE + ", first" + kind, clients(0), "updates/s");
        note(CLIENTS_TITLE + kind, clients(1), "updates/s");
        engine.compact();
        int all = WARM_UPDATES + UPDATES + 2 * CLIENTS * UPDATES_OF_A_CLIENT;
        long after = Proc.diskBytes(folder);
        note("growth an update, compacted", (after - packed) / 1024.0 / all, "KiB");
        note("disk, compacted", after / MIB, "MiB");
        modify();
        answer("the check after updates", SocialUpdates.CHECK);
        if (Engines.mayGoOn(name)) {
            warm(kind);
        }
    }

    /** As many turns as a minute has; after the check, for not all engines make the same number. */
    private void warm(String kind) {
        long start = System.nanoTime();
        double last = 0;
        for (int turn = 0; turn < WARM_TURNS && seconds(start) < WARM_SECONDS; turn++) {
            last = clients(2 + turn);
        }
        note(CLIENTS_TITLE + ", warm" + kind, last, "updates/s");
    }

    /** How many updates a second eight clients make. */
    private double clients(int turn) {
        int first = turn * UPDATES_OF_A_CLIENT;
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int of = 2 + client;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < UPDATES_OF_A_CLIENT; i++) {
                    engine.update(SocialUpdates.insert(of, first + i));
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return CLIENTS * UPDATES_OF_A_CLIENT / seconds(start);
    }

    private void modify() {
        double[] times = new double[MODIFICATIONS];
        for (int i = 0; i < MODIFICATIONS; i++) {
            long start = System.nanoTime();
            engine.update(SocialUpdates.modify(i));
            times[i] = seconds(start) * 1e3;
        }
        note("modify about 100 quads", middle(times), "ms");
    }

    private void reopen() {
        String first = workload.questions().values().iterator().next();
        double[] times = new double[REOPENINGS];
        for (int i = 0; i < REOPENINGS; i++) {
            long start = System.nanoTime();
            engine.reopen();
            engine.answer(first, OutputStream.nullOutputStream());
            times[i] = seconds(start) * 1e3;
        }
        note(prefix + "reopen and answer the first question", middle(times), "ms");
    }

    private void note(String bench, double value, String unit) {
        note(bench, value, unit, "");
    }

    private void note(String bench, double value, String unit, String note) {
        Figure figure = new Figure(bench, name, value, unit, note);
        System.out.println(String.format(Locale.ROOT, "%-12s %-40s %,16.1f %s %s", name, bench, value, unit, note));
        try {
            Files.writeString(figures, figure.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
