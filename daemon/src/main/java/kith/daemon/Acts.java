package kith.daemon;

import java.util.Locale;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.vocab.Terms;

/** Acts of authority in words, as the log of a space tells them. */
final class Acts {
    private Acts() {}

    static String told(Act act) {
        return switch (act) {
            case Act.Genesis genesis -> "founded " + genesis.name();
            case Act.Invite invite -> "invited somebody as " + level(invite.allowance());
            case Act.Admit admit -> "admitted " + admit.claim().name();
            case Act.Give give -> "made " + give.name() + " " + level(give.allowance());
            case Act.Enrol enrol -> "added the device " + enrol.name();
            case Act.Cut cut ->
                (cut.whole() ? "ended a membership" : "ended the right of a device") + because(cut.reason());
            case Act.Ban ban -> "banned " + ban.subject().brief() + because(ban.reason());
            case Act.Erase erase -> "erased " + erase.deltas().size() + " deltas";
            case Act.Rule rule when rule.predicate().equals(Terms.RDF_TYPE) -> "took away a rule";
            case Act.Rule rule ->
                "set the policy of " + rule.predicate() + " to " + rule.policy().word();
            case Act.Shape shape -> (shape.triples().isEmpty() ? "took away" : "set") + " the shapes " + shape.name();
            case Act.Vote vote -> "voted for " + vote.name() + " as owner";
            case Act.Succession succession -> "named a successor of this space";
            case Act.Close close ->
                "went on in a new log, for a home that was copied or set back had written in the old one";
            case Act.Branch branch ->
                "told " + branch.deltas().size() + " acts again that another copy of one home had left behind";
            case Act.Unknown unknown -> "an act of a kind that this version does not know";
        };
    }

    static String level(Allowance allowance) {
        return allowance.level().name().toLowerCase(Locale.ROOT)
                + (allowance.scope().isAll() ? "" : " of a part");
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }
}
