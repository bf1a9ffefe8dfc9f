package kith.ontology.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;

/** What authority says of a log. */
public sealed interface Verdict {
    /**
     * Its deltas count, as far as revocations and limits let them.
     *
     * @param within of each revocation, where it lets branches of this log end; what is to count comes before one of
     *     these, or is it
     * @param due the number up to which what an end names is kept however much it is: who is stronger named it or, where
     *     nobody stronger ended this, each end by its author; a word of one's own must not make room that an end took away
     * @param sought the number up to which more of it is asked for; past {@code due} it has the room of what waits
     * @param ownEnds where its author ends in it the right under which it is written: as each such end applies whatever
     *     another one keeps, everybody has to hear of it
     * @param most the number past which no delta counts
     * @param allowance what each delta must be within
     */
    record Valid(List<List<Cutoff>> within, long due, long sought, List<Cutoff> ownEnds, long most, Allowance allowance)
            implements Verdict {
        public Valid {
            within = List.copyOf(within);
            ownEnds = List.copyOf(ownEnds);
        }

        /** Of a log that nobody stronger ended. */
        public Valid(List<List<Cutoff>> within, long most, Allowance allowance) {
            this(within, last(within, most), last(within, most), List.of(), most, allowance);
        }

        /** The greatest number of {@code ends}; {@code most} if there is none, and not past it. */
        static long last(List<List<Cutoff>> ends, long most) {
            return ends.stream()
                    .flatMap(List::stream)
                    .mapToLong(end -> end.dot().seq())
                    .max()
                    .stream()
                    .reduce(most, Math::min);
        }

        /** Whether no revocation touches it. */
        public boolean isWhole() {
            return within.isEmpty();
        }

        /** Whether every revocation lets a branch of it stand. */
        public boolean mayStand() {
            return within.stream().noneMatch(List::isEmpty);
        }

        /**
         * How far one branch counts.
         *
         * @param head its last number
         * @param links the link of a number up to that
         */
        public long reach(long head, LongFunction<Bytes> links) {
            LongFunction<Bytes> once = once(links);
            long reach = Math.min(head, most);
            for (List<Cutoff> ends : within) {
                long proven = 0;
                for (Cutoff end : ends) {
                    long seq = end.dot().seq();
                    // A number alone would let a revoked key tell another story below it.
                    if (seq > proven && seq <= head && once.apply(seq).equals(end.link())) {
                        proven = seq;
                    }
                }
                reach = Math.min(reach, proven);
            }
            return reach;
        }

        /**
         * Whether a branch may be one that an end lets stand: it has what one names, or does not reach that far yet.
         *
         * @param head its last number
         * @param has whether a place of it has that link
         */
        public boolean mayName(long head, Predicate<Cutoff> has) {
            return within.stream().flatMap(List::stream).anyMatch(has)
                    || within.stream()
                            .flatMap(List::stream)
                            .allMatch(end -> end.dot().seq() > head);
        }

        /**
         * Whether a branch is surely not one that an end lets stand: it is longer than all that the end names and has
         * none of it.
         *
         * @param head its last number
         * @param links the link of a number up to that
         */
        public boolean isOnAnotherBranch(long head, LongFunction<Bytes> links) {
            return within.stream()
                    .anyMatch(ends -> ends.stream()
                            .allMatch(end -> end.dot().seq() <= head
                                    && !links.apply(end.dot().seq()).equals(end.link())));
        }

        /**
         * How far one branch is to be handed on: what counts, and what proves that it does. Of several ends that let a
         * branch stand to different places, who holds only the least could not prove the others. What its author says of
         * ending it is handed on even if nothing of it counts.
         *
         * @param head its last number
         * @param links the link of a number up to that
         */
        public long told(long head, LongFunction<Bytes> links) {
            LongFunction<Bytes> once = once(links);
            long reach = reach(head, once);
            Stream<Cutoff> proofs =
                    reach == 0 ? Stream.empty() : within.stream().flatMap(List::stream);
            return Stream.concat(proofs, ownEnds.stream())
                    .filter(end -> end.dot().seq() <= head
                            && once.apply(end.dot().seq()).equals(end.link()))
                    .mapToLong(end -> end.dot().seq())
                    .reduce(reach, Math::max);
        }

        /** Many ends may name many links of one number, and each look may be one at a disk. */
        private static LongFunction<Bytes> once(LongFunction<Bytes> links) {
            Map<Long, Bytes> known = new HashMap<>();
            return seq -> known.computeIfAbsent(seq, links::apply);
        }

        /** The greatest number that an end names; {@link #most} while no revocation is known. */
        public long named() {
            return last(within, most);
        }
    }

    /** Its grant is not known yet: kept unseen and not forwarded until it is. */
    record Waiting(GrantId missing) implements Verdict {}

    /** Its grant is known and does not allow it. */
    @SuppressWarnings("AvoidCommonTypeNames") // void is the field's own word for it
    record Void(String why) implements Verdict {}
}
