package kith.daemon.upkeep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import kith.daemon.machine.Machine;
import kith.daemon.machine.PrivateFile;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.store.Examination;
import kith.daemon.store.Examination.Fault;
import kith.daemon.store.Store;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at all that the store keeps: when somebody asks, and once a week by itself. It rests more than it works, so
 * that nobody waits for it. Safe from any thread; one at a time.
 */
public final class Verification implements AutoCloseable {
    /** Faults that are told one by one; of those beyond only their number is. */
    public static final int MAX_FAULTS = 1_000;

    /** How often it looks by itself. */
    public static final Duration PERIOD = Duration.ofDays(7);

    private static final Duration LOOK = Duration.ofHours(1);
    private static final long SLICE_NANOS = Duration.ofMillis(10).toNanos();
    private static final int REST_ASKED = 1;
    private static final int REST_ALONE = 4;
    private static final long MAX_FILE_BYTES = 4_096;
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private final Store store;
    private final Replicas replicas;
    private final Machine machine;
    private final Path file;
    private final Executor lane;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Note note;
    private volatile boolean closed;

    /** What somebody who asked hears meanwhile. */
    public interface Course {
        /** How far it is, many times a second; throws to end it. */
        void step(String part, long done, long of);

        void found(Fault fault);
    }

    /** What it came to, and of how many spaces. */
    public record Outcome(long faults, int spaces) {}

    /**
     * The last look.
     *
     * @param atMillis when it ended; 0 if there was none yet
     * @param sinceMillis from when on the next one is due a period later
     */
    public record Note(long sinceMillis, long atMillis, long faults) {}

    /** @param file where the last look is noted */
    public Verification(Store store, Replicas replicas, Machine machine, Path file) {
        this.store = store;
        this.replicas = replicas;
        this.machine = machine;
        this.file = file;
        this.lane = machine.lane("verify");
        this.note = read(file).orElse(new Note(machine.nowMillis(), 0, 0));
    }

    /** Begins to look by itself when it is due. */
    public void start() {
        keep(note);
        lookLater();
    }

    private void lookLater() {
        machine.after(
                LOOK,
                () -> lane.execute(() -> {
                    lookIfDue();
                    lookLater();
                }));
    }

    /** On its own lane, which must not break for what is found there. */
    void lookIfDue() {
        if (closed || machine.nowMillis() - note.sinceMillis() < PERIOD.toMillis()) {
            return;
        }
        try {
            Outcome outcome = run(REST_ALONE, new Course() {
                @Override
                public void step(String part, long done, long of) {}

                @Override
                public void found(Fault fault) {
                    LOG.warn("verification: {} {}", fault.part(), fault.says());
                }
            });
            LOG.info("verified {} spaces: {} faults", outcome.spaces(), outcome.faults());
        } catch (KithException later) {
            LOG.info("verification was not ended and is tried again later: {}", later.getMessage());
        }
    }

    /** The last look that came to its end. */
    public Note last() {
        return note;
    }

    public boolean isRunning() {
        return running.get();
    }

    /**
     * Looks at everything now.
     *
     * @throws KithException USER, CONFLICT if it is being done already; HOST, INTERRUPTED if the daemon ends
     */
    public Outcome run(Course course) {
        return run(REST_ASKED, course);
    }

    private Outcome run(int rest, Course course) {
        if (!running.compareAndSet(false, true)) {
            throw KithException.user(
                    Code.CONFLICT, "a verification is under way already; see its end with: kith status");
        }
        try {
            Walk walk = new Walk(course, rest);
            Examination.files(store, walk);
            int spaces = 0;
            for (Replica replica : replicas.all()) {
                space(replica, walk);
                spaces++;
            }
            long now = machine.nowMillis();
            keep(new Note(now, now, walk.faults));
            return new Outcome(walk.faults, spaces);
        } finally {
            running.set(false);
        }
    }

    /** What changes while it is looked at may look wrong once; what is wrong is so twice. */
    private static void space(Replica replica, Walk walk) {
        List<Fault> first = walk.gathered(replica);
        if (!first.isEmpty()) {
            walk.gathered(replica).forEach(walk::tell);
        }
    }

    /** One look at everything: works for a moment, rests for one. */
    private final class Walk implements Examination.Course {
        private final Course course;
        private final int rest;
        private List<Fault> gathering = new ArrayList<>();
        private boolean isGathering;
        private long faults;
        private long began = machine.ticks();

        Walk(Course course, int rest) {
            this.course = course;
            this.rest = rest;
        }

        List<Fault> gathered(Replica replica) {
            gathering = new ArrayList<>();
            isGathering = true;
            try {
                Examination.space(replica.store(), Replicas.reading(replica), this);
            } finally {
                isGathering = false;
            }
            return gathering;
        }

        @Override
        public void step(String part, long done, long of) {
            if (closed) {
                throw ended();
            }
            long worked = machine.ticks() - began;
            if (worked >= SLICE_NANOS) {
                course.step(part, done, of);
                pause(worked * rest);
                began = machine.ticks();
            }
        }

        private void pause(long nanos) {
            try {
                Thread.sleep(Duration.ofNanos(Math.min(nanos, SLICE_NANOS * rest * 2)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ended();
            }
        }

        @Override
        public void found(Fault fault) {
            if (!isGathering) {
                tell(fault);
            } else if (gathering.size() <= MAX_FAULTS) {
                gathering.add(fault);
            }
        }

        void tell(Fault fault) {
            faults++;
            if (faults <= MAX_FAULTS) {
                course.found(fault);
            }
        }
    }

    private static KithException ended() {
        return new KithException(
                KithException.Blame.HOST, Code.INTERRUPTED, "the daemon stops; start it and verify again");
    }

    private void keep(Note next) {
        note = next;
        String text = "since " + next.sinceMillis() + "\nat " + next.atMillis() + "\nfaults " + next.faults() + "\n";
        try {
            PrivateFile.replace(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("cannot note the verification in {}: {}", file, Backup.said(e));
        }
    }

    private static Optional<Note> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
                return Optional.empty();
            }
            long[] numbers = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .toArray();
            return numbers.length == 3 ? Optional.of(new Note(numbers[0], numbers[1], numbers[2])) : Optional.empty();
        } catch (IOException | NumberFormatException unreadable) {
            // Then it is done once more, a period from now.
            return Optional.empty();
        }
    }

    /** Ends what is under way, within a moment, and lets none begin. */
    @Override
    public void close() {
        closed = true;
    }
}
