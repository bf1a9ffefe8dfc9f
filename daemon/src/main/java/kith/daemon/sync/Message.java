package kith.daemon.sync;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;

/** One thing said to a peer ({@code docs/protocol/wire.md}); the frame around it names the space. */
public sealed interface Message {
    /**
     * The first words, once, on channel 0.
     *
     * @param nonce 32 random bytes, which key the tags of this connection
     * @param clockMillis the sender's wall clock
     * @param software at most 64 bytes, for people
     * @param addresses where the sender may be called, at most 8, as host:port of at most 255 bytes; to be believed of
     *     the sender only, and only by those who share a space with it
     */
    record Hello(Bytes nonce, long clockMillis, String software, List<String> addresses) implements Message {
        public Hello {
            addresses = List.copyOf(addresses);
        }
    }

    record Ping(long number) implements Message {}

    record Pong(long number) implements Message {}

    /** The receiver of deltas has room for {@code bytes} more of payload of that kind. */
    record Credit(boolean live, long bytes) implements Message {}

    /**
     * Asks to speak of a space, without naming it: whoever does not know the space learns nothing.
     *
     * @param tag 16 bytes, keyed by the space
     * @param claim of one who comes with a ticket
     */
    record Open(Bytes tag, Optional<Bytes> claim) implements Message {}

    /**
     * Where the sender stands.
     *
     * @param journal the id of its own journal, not 0
     * @param held up to where it holds all of the receiver's journal, if it was there before
     * @param root the first 16 bytes of the root of its frontier; equal roots mean that there is nothing to fetch
     * @param logs how many logs its frontier has, below 2^32
     */
    record Resume(long journal, Optional<Journal.Place> held, Bytes root, long logs) implements Message {}

    /** What is said to compare by a sketch. */
    sealed interface OfSketch extends Message {}

    /**
     * Sums over all logs of the sender.
     *
     * @param first the number of the first of them, from 0
     */
    record Sketch(int first, List<Symbol> symbols) implements OfSketch {
        /**
         * The sum of some logs as far as they are held, each part of it bit by bit.
         *
         * @param tag of tags as in VECTOR
         * @param print of 5 bytes each, which tell how far and on which branch
         * @param check of 4 bytes each, which tell whether it is a single one
         * @param count of logs, modulo 256
         */
        public record Symbol(long tag, long print, int check, int count) {}

        public Sketch {
            symbols = List.copyOf(symbols);
        }
    }

    /** Asks for more symbols: so many do not suffice. */
    record More(int from) implements OfSketch {}

    /** Tags of logs of the receiver, who sent the sketch, that the sender does not hold, or not so; several frames. */
    record Differ(boolean last, List<Bytes> tags) implements OfSketch {
        public Differ {
            tags = List.copyOf(tags);
        }
    }

    /** All that moved in the sender's journal up to there was told or sent on this channel. */
    record Moved(long position) implements Message {}

    /** Asks what logs some indexes of the receiver stand for. */
    record Which(List<Integer> indexes) implements Message {
        public Which {
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * How far the sender holds logs of a plane, each or those that moved since the receiver was there; several frames, the
     * last one marked.
     */
    record Vector(Plane plane, boolean last, List<Place> places) implements Message {
        /**
         * An index that the sender gives a log from now on.
         *
         * @param tag 8 bytes that name the log, keyed
         * @param seq how far it is held
         * @param link the first 8 bytes of the link of that delta, which tell branches apart
         */
        public record Place(int index, Bytes tag, long seq, Bytes link) {
            /** Whether the delta of that number, which has this link, is of the same branch. */
            boolean isOf(Bytes whole) {
                return whole.slice(0, MessageCodec.LINK_BYTES).equals(link);
            }
        }

        public Vector {
            places = List.copyOf(places);
        }
    }

    /** What logs the sender's indexes stand for. */
    record Logs(List<Named> logs) implements Message {
        public record Named(int index, LogRoot root) {}

        public Logs {
            logs = List.copyOf(logs);
        }
    }

    /** Asks for a log from a number on, and for what will follow; indexes are those of the receiver. */
    record Want(List<Mark> from) implements Message {
        public Want {
            from = List.copyOf(from);
        }
    }

    /** Says how far the sender holds logs, by its own indexes. */
    record Note(List<Mark> upTo) implements Message {
        public Note {
            upTo = List.copyOf(upTo);
        }
    }

    /**
     * Asks for no more of logs unasked, for another sends them; by the indexes of the receiver, which tells of them instead.
     * Whoever does not know this message passes it over.
     */
    record Prune(List<Integer> indexes) implements Message {
        public Prune {
            indexes = List.copyOf(indexes);
        }
    }

    /** Says how far logs are stored durably, by the indexes of the receiver. */
    record Ack(List<Mark> upTo) implements Message {
        public Ack {
            upTo = List.copyOf(upTo);
        }
    }

    /** A log by its index, and a number in it. */
    record Mark(int index, long seq) {}

    /**
     * Consecutive deltas of a log.
     *
     * @param live whether they are news rather than history; the two have credits of their own
     */
    record Deltas(int index, boolean live, DeltaRun run) implements Message {}

    /** The control log that names the sender's grant, for one who has not heard of it. */
    record Proof(LogRoot root, DeltaRun run) implements Message {}

    /**
     * No bytes of what was erased by acts up to these numbers are in files of the sender's store any more; whoever does not
     * know this message passes it over.
     */
    record Erased(Map<LogId, Long> upTo) implements Message {
        public Erased {
            upTo = Collections.unmodifiableSortedMap(new TreeMap<>(upTo));
        }
    }

    /** A claim that held was not granted; text of at most 200 bytes, for people. */
    record Refused(String why) implements Message {}
}
