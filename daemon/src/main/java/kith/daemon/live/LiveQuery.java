package kith.daemon.live;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import kith.daemon.query.LimitReached;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.Question;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.replica.Committed;
import kith.ontology.merge.Effect;
import org.jspecify.annotations.Nullable;

/**
 * A query that is answered again whenever what it asks for may have changed; told is what rows appeared and vanished.
 *
 * <p>Each answer is of one snapshot and is compared with all rows told before: whatever happens between two answers, what
 * was told adds up to the last one, without gap and without doubles. Commits that come close together are told together.
 *
 * <p>{@link #run} works on the thread that calls it; {@link #end} comes from any.
 */
public final class LiveQuery {
    /** Rows of one answer that are kept to compare the next one with. */
    public static final int MAX_ROWS = 100_000;
    /** Bytes of heap for rows that all live queries keep together; they keep them for long, and others are to ask too. */
    public static final long MAX_KEPT_BYTES =
            Math.min(64L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 8);

    /** How long after a commit others are waited for. */
    private static final Duration GATHERING = Duration.ofMillis(50);
    /** After this time without anything to tell, that is told. */
    private static final Duration QUIET = Duration.ofSeconds(15);
    /** What a row takes besides its text. */
    private static final int ROW_BYTES = 128;

    private static final Committed NOTHING = new Committed(Map.of(), Effect.NONE, false);
    private static final AtomicLong KEPT = new AtomicLong();

    private final SpaceAccess space;
    private final Asked asked;
    private final QueryLimits limits;
    private final Map<String, Row> rows = new HashMap<>();
    private final Predicate<Effect> interest;
    /** The first commit of interest since the last look; of those behind it nothing more need be known. */
    private final BlockingQueue<Committed> news = new ArrayBlockingQueue<>(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private long kept;
    private @Nullable Question running;

    /** What is asked, as it came. */
    public record Asked(Sandbox sandbox, String text, List<String> defaultGraphs, List<String> namedGraphs) {
        Question question() {
            return Question.parse(sandbox, text, defaultGraphs, namedGraphs);
        }
    }

    /** Hears of changes; may wait, and ends it all by throwing. */
    public interface Listener {
        /**
         * A row is in the answer, or once more than before.
         *
         * @param row variables with their terms, as in SPARQL JSON; the same text for the same row
         */
        void appeared(String row);

        void vanished(String row);

        /** All rows that were there at the beginning are told, or passed over; from now on it is changes. */
        void present(long rows);

        /** What was told until here belongs together. */
        void flush();

        /**
         * Nothing has changed for a while.
         *
         * @throws RuntimeException if there is nothing more to wait for
         */
        void quiet();
    }

    /** How often a row is in the answer: as it was told, and as it is now. */
    private static final class Row {
        int told;
        int found;
    }

    /**
     * Reads the query; nothing runs yet.
     *
     * @param limits of each answer; rows are fewer where {@link #MAX_ROWS} is
     * @throws kith.ontology.fault.KithException USAGE if it is no query, or none that can be watched
     */
    public LiveQuery(SpaceAccess space, Asked asked, QueryLimits limits) {
        this.space = space;
        this.asked = asked;
        this.limits = new QueryLimits(limits.timeout(), Math.min(limits.maxRows(), MAX_ROWS), limits.maxBytes());
        this.interest = asked.question().interest();
    }

    /**
     * Tells until it is ended.
     *
     * @param present whether the rows that are there at the beginning are told
     * @throws kith.ontology.fault.KithException what ends a question, at the beginning or later; LimitReached if more
     *     would have to be kept than may be
     */
    public void run(Listener listener, boolean present) {
        // Before the first answer: what is committed while it is made is looked at after it.
        SpaceAccess.Watching watching = space.watch(this::committed);
        try {
            answer();
            if (present) {
                tell(listener);
            }
            long count = settle();
            listener.present(count);
            listener.flush();
            while (awaitChange(listener)) {
                answer();
                tell(listener);
                settle();
                listener.flush();
            }
        } finally {
            watching.close();
            KEPT.addAndGet(-kept);
        }
    }

    private void committed(Committed commit) {
        if (interest.test(commit.effect())) {
            news.offer(commit);
        }
    }

    /** Waits for a change, and a little longer for those that come with it; false when it was ended. */
    private boolean awaitChange(Listener listener) {
        try {
            while (news.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) == null) {
                if (isEnded()) {
                    return false;
                }
                listener.quiet();
                listener.flush();
            }
            if (ended.await(GATHERING.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            // What comes from here on may not be in the snapshot, and is looked at again.
            news.clear();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isEnded() {
        return ended.getCount() == 0;
    }

    private void answer() {
        Question question = asked.question();
        begin(question);
        var dataset = space.read();
        try {
            question.each(dataset, limits, this::found);
        } finally {
            dataset.close();
            begin(null);
        }
    }

    private synchronized void begin(@Nullable Question question) {
        running = question;
        if (isEnded() && question != null) {
            question.abandon();
        }
    }

    private void found(JsonObject binding) {
        String text = binding.toString();
        Row row = rows.get(text);
        if (row == null) {
            row = new Row();
            rows.put(text, row);
            keep(heapBytes(text));
        }
        row.found++;
    }

    /** What a row takes: a text is kept in one byte a letter only where all its letters have one. */
    static long heapBytes(String row) {
        boolean isNarrow = row.chars().allMatch(letter -> letter <= 0xff);
        return ROW_BYTES + (long) row.length() * (isNarrow ? 1 : Character.BYTES);
    }

    private void keep(long bytes) {
        kept += bytes;
        if (KEPT.addAndGet(bytes) > MAX_KEPT_BYTES) {
            throw new LimitReached("live queries keep more than " + (MAX_KEPT_BYTES >> 20)
                    + " MiB of rows together: ask for fewer rows or columns, or end another live query");
        }
    }

    private void tell(Listener listener) {
        List<String> appeared = new ArrayList<>();
        for (Map.Entry<String, Row> each : rows.entrySet()) {
            Row row = each.getValue();
            for (int i = row.found; i < row.told; i++) {
                listener.vanished(each.getKey());
            }
            if (row.found > row.told) {
                appeared.add(each.getKey());
            }
        }
        for (String text : appeared) {
            Row row = rows.get(text);
            for (int i = row == null ? 0 : row.told; row != null && i < row.found; i++) {
                listener.appeared(text);
            }
        }
    }

    /** From now on what was found is what was told; how many rows that are. */
    private long settle() {
        long count = 0;
        Iterator<Map.Entry<String, Row>> each = rows.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, Row> entry = each.next();
            Row row = entry.getValue();
            row.told = row.found;
            row.found = 0;
            count += row.told;
            if (row.told == 0) {
                each.remove();
                long bytes = heapBytes(entry.getKey());
                kept -= bytes;
                KEPT.addAndGet(-bytes);
            }
        }
        return count;
    }

    /** Ends {@link #run} within a moment. */
    public synchronized void end() {
        ended.countDown();
        if (running != null) {
            running.abandon();
        }
        // Wakes who waits; where there is news already, nobody does.
        news.offer(NOTHING);
    }
}
