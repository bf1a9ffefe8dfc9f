package kith.daemon.sim;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.access.Claim;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;

/** Somebody who writes logs by hand, with no daemon to keep the rules: on several branches, and at any clock. */
final class Outsider {
    private final SigningKey device;
    private final VerifyingKey checked;
    private final DeviceCertificate certificate;
    private final List<Branch> branches = new ArrayList<>();

    /** One branch of a log, from its start. */
    record Branch(LogRoot root, List<VerifiedDelta> deltas) {
        LogHead head() {
            return deltas.isEmpty()
                    ? LogHead.start(root.id())
                    : LogHead.of(deltas.getLast().delta());
        }
    }

    Outsider(SigningKey device, DeviceCertificate certificate) {
        this.device = device;
        this.checked = VerifyingKey.of(device.id()).orElseThrow();
        this.certificate = certificate;
    }

    KeyId node() {
        return device.id();
    }

    DeviceCertificate certificate() {
        return certificate;
    }

    List<Branch> branches() {
        return branches;
    }

    Claim claim(Ticket ticket) {
        return Claim.make(ticket, certificate, "outsider", device);
    }

    void begins(SpaceId space, Bytes incarnation, Plane plane, GrantId grant) {
        branches.add(new Branch(new LogRoot(space, node(), incarnation, plane, grant), new ArrayList<>()));
    }

    /** Holds a log of its own as somebody else has it. */
    void holds(LogRoot root, List<Entry> entries) {
        Branch branch = new Branch(root, new ArrayList<>());
        entries.forEach(entry -> says(branch, entry));
        branches.add(branch);
    }

    /** From now on there are two stories after {@code seq}. */
    void forks(Branch branch, int seq) {
        branches.add(new Branch(branch.root(), new ArrayList<>(branch.deltas().subList(0, seq))));
    }

    void says(Branch branch, Entry entry) {
        branch.deltas().add(DeltaCodec.sign(branch.root(), branch.head(), entry, device));
    }

    /** Deltas of a branch as who gets them from a peer has them: verified by the signature of the last alone. */
    List<VerifiedDelta> run(Branch branch, int from, int to) {
        List<VerifiedDelta> piece = branch.deltas().subList(from, to);
        Bytes previous = from == 0
                ? branch.root().id().value()
                : branch.deltas().get(from - 1).delta().link();
        DeltaRun run = new DeltaRun(
                from + 1L,
                previous,
                piece.stream().map(VerifiedDelta::entry).toList(),
                piece.getLast().delta().signature().orElseThrow());
        return DeltaCodec.verify(branch.root(), checked, new LogHead(from, previous, 0), run);
    }
}
