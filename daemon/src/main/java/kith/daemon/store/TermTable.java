package kith.daemon.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a space's terms in memory, by {@link TermHash}: an exact answer without the disk, for terms that the space has
 * and for those that it does not have. Once the memory of all tables is used up it takes no more, and what it does not
 * have has to be asked of the disk.
 *
 * <p>Looked into from any thread without waiting; written by one at a time. Entries are never moved or taken out within a
 * segment: who buries a term puts no id in its place. A segment that is full is copied into a larger one, whole, before
 * that is shown. So whoever sees what a writer did after its entry (a snapshot of the commit, for one) sees the entry; who
 * looks at the very moment may miss it, and then it is in nothing that he reads.
 */
final class TermTable {
    /** No quad has the term. The id of the default graph, which is no term of the dictionary. */
    static final long UNKNOWN = Terms.DEFAULT_GRAPH;
    /** The disk may know it. */
    static final long ASK_DISK = -1;
    /** An entry and its share of what is free, about. */
    static final long BYTES_A_TERM = 36;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    /** So many that growing copies little at a time, and no segment is huge before there are 10 million terms. */
    private static final int SEGMENT_BITS = 10;
    /** First the number of entries, then each: first, second, id. */
    private static final int HEAD_LONGS = 1;

    private static final int ENTRY_LONGS = 3;
    private static final int ARRAY_BYTES = 16;
    private static final long FIRST_BYTES = ARRAY_BYTES + (Long.BYTES << SEGMENT_BITS);
    private static final int MIN_GROWTH = 2;

    private final TermRoom room;
    private final AtomicReferenceArray<long @Nullable []> segments = new AtomicReferenceArray<>(1 << SEGMENT_BITS);
    /** Whether every term of the space is here. */
    private volatile boolean isWhole;

    private volatile boolean isFull;
    private long bytes;

    TermTable(TermRoom room) {
        this.room = room;
    }

    /** The id of a term, {@link #UNKNOWN} or {@link #ASK_DISK}. */
    long id(TermHash hash) {
        // Asked twice: a term may come in after it was missed and before all are there, and the space may be left.
        boolean wasWhole = isWhole;
        long[] segment = segments.getAcquire(number(hash.first()));
        if (segment != null) {
            int at = place(segment, hash);
            if ((long) LONGS.getAcquire(segment, at) != 0) {
                return (long) LONGS.getAcquire(segment, at + 2);
            }
        }
        return wasWhole && isWhole ? UNKNOWN : ASK_DISK;
    }

    private static int number(long first) {
        return (int) (first >>> (Long.SIZE - SEGMENT_BITS));
    }

    /** Where the entry is, or the free place where it is to be. */
    private static int place(long[] segment, TermHash hash) {
        int at = HEAD_LONGS
                + ENTRY_LONGS * (int) Math.unsignedMultiplyHigh(hash.first() << SEGMENT_BITS, slots(segment));
        while (true) {
            // Written last of an entry, so the rest of it is there; and there is always a free one.
            long first = (long) LONGS.getAcquire(segment, at);
            if (first == 0 || (first == hash.first() && segment[at + 1] == hash.second())) {
                return at;
            }
            at += ENTRY_LONGS;
            if (at == segment.length) {
                at = HEAD_LONGS;
            }
        }
    }

    private static int slots(long[] segment) {
        return segment.length / ENTRY_LONGS;
    }

    /** Enters a term. On the lane, before anybody can have a snapshot of a quad with it. */
    synchronized void put(TermHash hash, long id) {
        if (!set(hash, id) && !add(hash, id)) {
            isWhole = false;
        }
    }

    /** Enters what the disk says, unless the lane has said something of the term: that is newer. */
    synchronized void note(TermHash hash, long id) {
        long[] segment = segments.getPlain(number(hash.first()));
        if (segment == null || segment[place(segment, hash)] == 0) {
            add(hash, id);
        }
    }

    /** Lets a term be unknown if it has this id; also to who read the disk a moment before. On the lane. */
    synchronized void take(TermHash hash, long id) {
        long[] segment = segments.getPlain(number(hash.first()));
        int at = segment == null ? 0 : place(segment, hash);
        if (segment == null || segment[at] == 0) {
            add(hash, UNKNOWN);
        } else if (segment[at + 2] == id) {
            LONGS.setRelease(segment, at + 2, UNKNOWN);
        }
    }

    private boolean set(TermHash hash, long id) {
        long[] segment = segments.getPlain(number(hash.first()));
        if (segment == null) {
            return false;
        }
        int at = place(segment, hash);
        if (segment[at] == 0) {
            return false;
        }
        LONGS.setRelease(segment, at + 2, id);
        return true;
    }

    /** Enters what is not here; false if there is no room. */
    private boolean add(TermHash hash, long id) {
        long[] segment = roomy(number(hash.first()));
        if (segment == null) {
            return false;
        }
        int at = place(segment, hash);
        segment[at + 1] = hash.second();
        segment[at + 2] = id;
        LONGS.setRelease(segment, at, hash.first());
        segment[0]++;
        return true;
    }

    /** A segment with room for one more, four of five places taken at most; null if there is no memory for it. */
    private long @Nullable [] roomy(int number) {
        long[] segment = segments.getPlain(number);
        int slots = segment == null ? 0 : slots(segment);
        if (segment != null && (segment[0] + 1) * 5 <= slots * 4L) {
            return segment;
        }
        int more = slots + Math.max(MIN_GROWTH, slots / 4);
        long growth = (long) (more - slots) * ENTRY_LONGS * Long.BYTES;
        growth += segment == null ? ARRAY_BYTES + HEAD_LONGS * Long.BYTES : 0;
        growth += bytes == 0 ? FIRST_BYTES : 0;
        if (isFull || !room.take(growth)) {
            // For good, so that what is left out now does not come in later from somebody who knew it before.
            isFull = true;
            return null;
        }
        bytes += growth;
        long[] larger = new long[HEAD_LONGS + more * ENTRY_LONGS];
        if (segment != null) {
            copy(segment, larger);
        }
        segments.setRelease(number, larger);
        return larger;
    }

    private static void copy(long[] segment, long[] larger) {
        larger[0] = segment[0];
        for (int from = HEAD_LONGS; from < segment.length; from += ENTRY_LONGS) {
            if (segment[from] != 0) {
                int at = place(larger, new TermHash(segment[from], segment[from + 1]));
                System.arraycopy(segment, from, larger, at, ENTRY_LONGS);
            }
        }
    }

    /** Every term of the space was entered. */
    synchronized void whole() {
        isWhole = !isFull;
    }

    boolean isWhole() {
        return isWhole;
    }

    /** Whether it takes no more. */
    boolean isFull() {
        return isFull;
    }

    /** The memory that it takes. */
    synchronized long bytes() {
        return bytes;
    }

    /** Gives its memory back: the space was left. */
    synchronized void end() {
        isFull = true;
        isWhole = false;
        for (int i = 0; i < segments.length(); i++) {
            segments.setRelease(i, null);
        }
        room.giveBack(bytes);
        bytes = 0;
    }
}
