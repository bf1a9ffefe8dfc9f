package kith.ontology.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.vocab.Policy;
import org.apache.jena.sparql.core.Quad;

/**
 * The content of a control delta: one act of authority. What counts of it, {@link Authority} decides from the set of all
 * ({@code docs/protocol/authority.md}). Links of other acts are 32 bytes.
 */
public sealed interface Act {
    /** Why somebody did something, for people. */
    int MAX_REASON_BYTES = 256;
    /** Acts that one act lifts or replaces. */
    int MAX_NAMED = 256;
    /** Triples of the shapes of one name. */
    int MAX_SHAPE_TRIPLES = 4_096;
    /** The terms of the shapes of one name, each counted once, in the form in which they travel. */
    int MAX_SHAPE_BYTES = 256 * 1_024;
    /** Deltas that one act erases. */
    int MAX_ERASED = 1_024;

    /**
     * Founds a space: the person of {@code founder} is its owner, from the device that {@code founder} certifies.
     *
     * @param name what the founder calls the space, at most {@link Ticket#MAX_NAME_BYTES}
     * @param root public half of the key on paper that stands above all owners
     * @param quorum how many admins together install an owner; 0 for none
     * @param succeeds the space whose place this one takes
     */
    record Genesis(String name, DeviceCertificate founder, Optional<KeyId> root, int quorum, Optional<SpaceId> succeeds)
            implements Act {
        public static final int MAX_QUORUM = 1_000;

        public Genesis(String name, DeviceCertificate founder) {
            this(name, founder, Optional.empty(), 0, Optional.empty());
        }
    }

    /**
     * Opens a one-time way in.
     *
     * @param ticket public half of the ticket's key
     * @param allowance what the joiner will be let do, below the inviter's own
     * @param expiresMillis ms since 1970; an admission with a later clock is void
     * @param lifts bans that do not bind the joiner
     */
    record Invite(KeyId ticket, Allowance allowance, long expiresMillis, Set<Bytes> lifts) implements Act {
        public Invite {
            lifts = Set.copyOf(lifts);
        }

        public Invite(KeyId ticket, Level level, long expiresMillis) {
            this(ticket, Allowance.of(level), expiresMillis, Set.of());
        }
    }

    /** Admits the joiner of {@code claim} to what the invitation of that link allows. */
    record Admit(Claim claim, Bytes invitation) implements Act {}

    /**
     * Gives a certified device of a person a right, below the giver's own.
     *
     * @param name what the device is called, at most {@link Claim#MAX_NAME_BYTES}
     * @param lifts bans that do not bind this grant
     */
    record Give(DeviceCertificate device, String name, Allowance allowance, Set<Bytes> lifts) implements Act {
        public Give {
            lifts = Set.copyOf(lifts);
        }
    }

    /** A person lets a further device act under the grant whose log says this. Said by the person's key only. */
    record Enrol(DeviceCertificate device, String name) implements Act {}

    /**
     * Ends a grant: what {@code kept} and the chain before it is stands, all else under the grant is void.
     *
     * @param whole whether the person's right ends with all devices under it, or that of one device
     * @param reason at most {@link #MAX_REASON_BYTES}
     */
    record Cut(GrantId grant, boolean whole, List<Cutoff> kept, String reason) implements Act {
        public Cut {
            kept = Cutoff.sorted(kept);
        }
    }

    /**
     * Ends every grant of a person, or of a device, below the speaker's level, also those that nobody here has heard of.
     *
     * @param subject the person's key or the device's
     */
    record Ban(KeyId subject, List<Cutoff> kept, String reason) implements Act {
        public Ban {
            kept = Cutoff.sorted(kept);
        }
    }

    /**
     * Takes the content of deltas away for ever.
     *
     * @param deltas those that lose payload and salt, each by its link
     * @param restated what their retractions took back and stays taken back: of a delta the places of its asserts, from
     *     0, in the order in which its payload has them; so that the erasure does not repeat what it erases
     */
    record Erase(List<Cutoff> deltas, Map<Dot, SortedSet<Integer>> restated) implements Act {
        public Erase {
            deltas = Cutoff.sorted(deltas);
            restated = Map.copyOf(restated);
        }
    }

    /**
     * Says how values of a predicate are picked.
     *
     * @param kind the class of the things that this is said of; all things if empty
     * @param replaces links of rules that this one takes the place of
     */
    record Rule(String predicate, Optional<String> kind, Policy policy, Set<Bytes> replaces) implements Act {
        public Rule {
            replaces = Set.copyOf(replaces);
        }
    }

    /**
     * Sets the shapes that are known by a name; none takes them away.
     *
     * @param triples in the default graph
     * @param replaces links of acts whose shapes these take the place of
     */
    record Shape(String name, Set<Quad> triples, Set<Bytes> replaces) implements Act {
        public static final int MAX_NAME_BYTES = 63;

        public Shape {
            triples = Set.copyOf(triples);
            replaces = Set.copyOf(replaces);
        }
    }

    /** An admin's word for a new owner, where the genesis lets a quorum of them install one. */
    record Vote(DeviceCertificate owner, String name) implements Act {}

    /** Tells where to go on: a space that takes this one's place. */
    record Succession(SpaceId successor) implements Act {}

    /**
     * A device lets data logs of its own end, each at one of the deltas named for it: what else is in them, on whatever
     * branch, is void. So an author chooses between two branches that a copied home made.
     */
    record Close(List<Cutoff> ends) implements Act {
        public Close {
            ends = Cutoff.sorted(ends);
        }
    }

    /**
     * Tells a piece of a branch of a control log that its author left for another one, as it was signed: what was said on
     * it goes on to count, by the names that it had.
     *
     * @param root of the log; its author says this
     * @param run at most what {@link DeltaCodec} takes as one
     * @param deltas what the run holds; none that tells a branch itself
     */
    record Branch(LogRoot root, DeltaRun run, List<ControlDelta> deltas) implements Act {
        /** @throws kith.ontology.bytes.MalformedException if the run is not what its author signed */
        public Branch(LogRoot root, DeltaRun run) {
            this(root, run, Branches.read(root, run));
        }

        public Branch {
            deltas = List.copyOf(deltas);
        }
    }

    /** An act that we cannot read, kept and forwarded all the same: its link holds the chain together. */
    record Unknown() implements Act {}
}
