package kith.daemon.replica;

import java.util.List;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Allowance;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SignedDelta;

/**
 * Room in the control logs that this node writes for whoever is no admin. By what is in a log alone: every replica takes
 * the same in, whatever reached it first.
 */
final class MemberLogs {
    /** What the acts of such a log may weigh. */
    static final int MAX_BYTES = 256 << 10;
    /** Of these, what a branch takes besides the payloads that it tells: roots, headers and salts. */
    private static final int FRAME_BYTES = 8 << 10;

    private MemberLogs() {}

    /** Whether an act that comes next has room in a log, and what it tells of a branch will be heard there. */
    static boolean fit(SpaceStore space, LogRoot root, Allowance allowance, Bytes payload) {
        if (allowance.isOfAdmin()) {
            return true;
        }
        List<SignedDelta> held = held(space, root);
        long told =
                held.stream().mapToLong(delta -> told(delta.entry().payload())).sum();
        return held.size() < allowance.mostActs()
                && told + told(payload) <= allowance.mostActs()
                && bytes(held) + payload.length() <= MAX_BYTES;
    }

    /** Whether what is held of a log can be told in another one. */
    static boolean mayBeTold(SpaceStore space, LogRoot root) {
        return bytes(held(space, root)) <= MAX_BYTES - FRAME_BYTES;
    }

    private static long bytes(List<SignedDelta> held) {
        return held.stream()
                .mapToLong(delta -> delta.entry().payload().length())
                .sum();
    }

    private static List<SignedDelta> held(SpaceStore space, LogRoot root) {
        return space.read(root.id(), 1, Allowance.MAX_MEMBER_ACTS, 2L * MAX_BYTES);
    }

    private static int told(Bytes payload) {
        return ActCodec.decode(payload)
                .filter(Act.Branch.class::isInstance)
                .map(act -> ((Act.Branch) act).deltas().size())
                .orElse(0);
    }
}
