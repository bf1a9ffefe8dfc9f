package kith.daemon.sync;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.identity.KeyId;

/**
 * In which order the logs of a space moved here, each remembered where it moved last: so that a peer that was here before
 * hears of nothing else. And how much of the journals of peers is held here whole. In memory only: after a start a journal
 * has another id, and peers compare in another way. Safe from any thread.
 */
public final class Journal {
    /** Peers whose place is remembered; past them, that of the one not heard of for longest is forgotten. */
    static final int MAX_PEERS = 1_024;

    public static final int CHANCE_BYTES = 8;

    private final long id;
    private final TreeMap<Long, LogId> moves = new TreeMap<>();
    private final Map<LogId, Long> last = new HashMap<>();
    private final Map<KeyId, Held> places = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyId, Held> eldest) {
            return size() > MAX_PEERS;
        }
    };

    private long end;
    private long settled;

    /**
     * A place in a journal.
     *
     * @param journal which, never 0
     * @param position all that moved up to there
     */
    public record Place(long journal, long position) {}

    private record Held(Place place, int givenUp) {}

    /** @param chance 8 bytes that no other journal has */
    public Journal(Bytes chance) {
        // 0 stands for none.
        this.id = Math.max(1, new ByteReader(chance).u64() & Long.MAX_VALUE);
    }

    long id() {
        return id;
    }

    /** Notes that logs are about to count further, or less far; before anybody can see that they do. */
    public synchronized void moved(Collection<LogId> logs) {
        for (LogId log : logs) {
            end++;
            Long before = last.put(log, end);
            if (before != null) {
                moves.remove(before);
            }
            moves.put(end, log);
        }
    }

    /** All that moved so far can be seen by who asks how far logs count. */
    public synchronized void settled() {
        settled = end;
    }

    /** Up to where whatever moved can be seen. */
    synchronized long end() {
        return settled;
    }

    /** The logs that moved after a position, and those that are about to. */
    synchronized Set<LogId> since(long position) {
        return new TreeSet<>(moves.tailMap(position, false).values());
    }

    /**
     * Up to where all of a peer's journal is held here, if that is known and nothing was given up since.
     *
     * @param givenUp how often something was, till now
     */
    synchronized Optional<Place> heldOf(KeyId peer, int givenUp) {
        return Optional.ofNullable(places.get(peer))
                .filter(held -> held.givenUp() == givenUp)
                .map(Held::place);
    }

    /** Whether all that moved in {@code theirs}, the journal of {@code peer}, is known to be held here. */
    public synchronized boolean isHeldWhole(KeyId peer, Journal theirs) {
        Held held = places.get(peer);
        return held != null && held.place().equals(new Place(theirs.id, theirs.end()));
    }

    /** @param givenUp how often something was given up, before it was found that all is held */
    synchronized void holds(KeyId peer, Place place, int givenUp) {
        places.put(peer, new Held(place, givenUp));
    }
}
