package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import kith.daemon.store.Columns.Column;
import kith.daemon.store.Examination.Course;
import kith.daemon.store.Examination.Fault;
import kith.daemon.store.Examination.Moment;
import kith.daemon.store.Examination.Reading;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.Context;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.sparql.core.Quad;

/** Reads all logs of a space: each delta must follow from the one before, and be in the rows if it counts. */
final class LogCheck {
    private static final String PART = "logs";

    private final Moment moment;
    private final SpaceStore space;
    private final Reading reading;
    private final Course course;
    private final LogNames names;
    private long all;
    private long done;
    private long operations;

    LogCheck(Moment moment, Reading reading, Course course) {
        this.moment = moment;
        this.space = moment.space();
        this.reading = reading;
        this.course = course;
        this.names = names(moment);
    }

    /** The heads of all logs at that moment. */
    static Map<LogId, LogState> heads(Moment moment) {
        Map<LogId, LogState> heads = new HashMap<>();
        names(moment).states().forEach(state -> heads.put(state.root().id(), state));
        return heads;
    }

    private static LogNames names(Moment moment) {
        byte[] prefix = KeyLayout.prefix(moment.space().number());
        return LogNames.of(prefix, moment.cursor(Column.HEAD, prefix));
    }

    /** How many operations of deltas that count are in the rows. */
    long run() {
        names.states().forEach(state -> all += state.head().seq());
        long counted = moment.counts().deltas();
        if (counted != all) {
            moment.found(course, "count", counted + " deltas are counted, and the heads of logs make " + all);
        }
        names.states().forEach(this::log);
        strayEntries();
        return operations;
    }

    /** What of a log was read so far. */
    private static final class Walk {
        final LogState log;
        final Optional<VerifyingKey> author;
        /** The link before, null behind a gap. */
        Optional<Bytes> link;

        long clock;
        long seq = 1;

        Walk(LogState log) {
            this.log = log;
            this.author = VerifyingKey.of(log.root().author());
            this.link = Optional.of(log.root().id().value());
        }

        Dot dot() {
            return new Dot(log.root().id(), seq);
        }
    }

    private void log(LogState log) {
        Walk walk = new Walk(log);
        while (walk.seq <= log.head().seq()) {
            try {
                walkOn(walk);
            } catch (KithException unreadable) {
                if (unreadable.code() == Code.INTERRUPTED) {
                    throw unreadable;
                }
                long next = nextReadable(
                        seq -> isReadable(log, seq), walk.seq, log.head().seq());
                gap(walk, next, String.valueOf(unreadable.getMessage()));
            }
        }
        boolean ends = walk.link.isEmpty() || walk.link.get().equals(log.head().link());
        if (!ends || (walk.link.isPresent() && walk.clock != log.head().clock())) {
            fault(log, log.head().seq(), log.head().seq(), "the head of the log is not its last delta");
        }
    }

    private void walkOn(Walk walk) {
        byte[] prefix = KeyLayout.head(space.number(), walk.log.number());
        try (Cursor cursor = moment.cursor(Column.LOG, KeyLayout.log(space.number(), walk.log.number(), walk.seq))) {
            while (walk.seq <= walk.log.head().seq()) {
                long here = cursor.isWithin(prefix)
                        ? ByteBuffer.wrap(cursor.key(), prefix.length, 8).getLong()
                        : walk.log.head().seq() + 1;
                if (here != walk.seq) {
                    gap(walk, Math.min(here, walk.log.head().seq() + 1), "not in the store");
                    continue;
                }
                delta(walk, cursor.value());
                walk.seq++;
                cursor.next();
                course.step(PART, ++done, all);
            }
        }
    }

    private void gap(Walk walk, long next, String why) {
        fault(walk.log, walk.seq, next - 1, why);
        done += next - walk.seq;
        walk.seq = next;
        walk.link = Optional.empty();
    }

    private void delta(Walk walk, byte[] value) {
        SignedDelta delta;
        try {
            delta = EntryCodec.read(walk.dot(), value);
        } catch (RuntimeException malformed) {
            fault(walk, "cannot be read: " + malformed.getMessage());
            walk.link = Optional.empty();
            return;
        }
        Optional<Bytes> before = walk.link;
        walk.link = Optional.of(delta.link());
        boolean follows = before.isEmpty()
                || DeltaCodec.link(before.get(), walk.seq, delta.entry()).equals(delta.link());
        if (!follows) {
            fault(walk, "its link does not follow from what it says and from the delta before");
        } else if (delta.entry().clock() <= walk.clock) {
            fault(walk, "its clock runs back");
        }
        walk.clock = delta.entry().clock();
        boolean signed = delta.signature()
                .map(signature -> walk.author
                        .filter(author -> author.verifies(Context.DELTA, delta.link(), signature))
                        .isPresent())
                .orElse(true);
        if (!signed) {
            fault(walk, "its signature does not hold");
        }
        if (follows && walk.seq <= walk.log.applied() && walk.log.root().plane() == Plane.DATA) {
            reading.of(walk.log.root(), delta).ifPresent(edit -> mustBeInRows(walk, edit));
        }
    }

    private void mustBeInRows(Walk walk, Edit edit) {
        Dot dot = walk.dot();
        int missing = 0;
        for (Quad quad : edit.asserts()) {
            missing += isIn(quad, new Operation.Assert(dot)) ? 0 : 1;
        }
        for (Retraction retraction : edit.retracts()) {
            Operation retract = new Operation.Retract(dot, Set.copyOf(new HashSet<>(retraction.seen())));
            missing += isIn(retraction.quad(), retract) ? 0 : 1;
        }
        operations += edit.operations() - missing;
        if (missing > 0) {
            course.found(new Fault(
                    "operation",
                    space.name(),
                    Optional.of(dot.log()),
                    dot.seq(),
                    dot.seq(),
                    missing + " of its " + edit.operations() + " operations are in no row"));
        }
    }

    private boolean isIn(Quad quad, Operation operation) {
        QuadHistory history = moment.seen().history(quad);
        return history.operations().contains(operation);
    }

    /** Entries of no log, or past its head. */
    private void strayEntries() {
        byte[] prefix = KeyLayout.prefix(space.number());
        List<LogState> logs = new ArrayList<>();
        names.states().forEach(logs::add);
        logs.sort(Comparator.comparingInt(LogState::number));
        byte[] from = prefix;
        for (LogState log : logs) {
            strayBetween(from, KeyLayout.log(space.number(), log.number(), 0));
            from = KeyLayout.log(space.number(), log.number(), log.head().seq() + 1);
        }
        strayBetween(from, KeyLayout.above(prefix));
    }

    private void strayBetween(byte[] from, byte[] below) {
        try (Cursor cursor = moment.cursor(Column.LOG, from)) {
            if (cursor.isWithin(new byte[0]) && Arrays.compareUnsigned(cursor.key(), below) < 0) {
                moment.found(course, "log", "there are deltas that no log is known to have");
            }
        } catch (KithException unreadable) {
            moment.found(course, "log", String.valueOf(unreadable.getMessage()));
        }
    }

    private boolean isReadable(LogState log, long seq) {
        try (Cursor cursor = moment.cursor(Column.LOG, KeyLayout.log(space.number(), log.number(), seq))) {
            boolean unused = cursor.isWithin(KeyLayout.head(space.number(), log.number()));
            return true;
        } catch (KithException unreadable) {
            return false;
        }
    }

    /**
     * The first number past {@code from} from where on reading goes on, at most one past {@code last}: what cannot be
     * read is one stretch, for a block of a file is read whole or not at all.
     */
    static long nextReadable(LongPredicate isReadable, long from, long last) {
        long bad = from;
        long step = 1;
        while (bad + step <= last && !isReadable.test(bad + step)) {
            bad += step;
            step *= 2;
        }
        long good = Math.min(bad + step, last + 1);
        while (good - bad > 1) {
            long middle = bad + (good - bad) / 2;
            if (isReadable.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    private void fault(Walk walk, String says) {
        course.found(Fault.of(space, walk.dot(), says));
    }

    private void fault(LogState log, long first, long last, String says) {
        course.found(new Fault("delta", space.name(), Optional.of(log.root().id()), first, last, says));
    }
}
