package kith.ontology.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;

/** The owners that admins install by their votes. */
final class Quorum {
    private Quorum() {}

    /**
     * Owners for whom at least {@code quorum} persons voted.
     *
     * @param votes of admins, for certificates that hold
     */
    static List<Grant> elected(int quorum, Collection<Evaluation.Spoken> votes) {
        Map<DeviceCertificate, TreeSet<KeyId>> voters = new HashMap<>();
        Map<DeviceCertificate, TreeSet<String>> names = new HashMap<>();
        for (Evaluation.Spoken said : votes) {
            if (said.delta().act() instanceof Act.Vote vote) {
                voters.computeIfAbsent(vote.owner(), first -> new TreeSet<>())
                        .add(said.speaker().person());
                names.computeIfAbsent(vote.owner(), first -> new TreeSet<>()).add(vote.name());
            }
        }
        return voters.entrySet().stream()
                .filter(entry -> entry.getValue().size() >= quorum)
                .map(entry -> elected(
                        entry.getKey(),
                        Objects.requireNonNull(names.get(entry.getKey())).first()))
                .toList();
    }

    private static Grant elected(DeviceCertificate owner, String name) {
        return new Grant(
                Authority.electedGrant(owner),
                owner.person(),
                owner.device(),
                name,
                Allowance.of(Level.OWNER),
                Optional.empty());
    }
}
