package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import kith.ontology.testkit.SomeActs.Politics;

/** What holds of authority whatever was said, by whomever, and in whatever order it was heard. */
final class AuthorityLawsTest {
    @Seeds(150)
    void orderAndDuplicationDoNotMatter(Gen gen) {
        Politics politics = SomeActs.politics(gen);

        Authority one = Authority.of(politics.space(), politics.deltas());
        Authority other = Authority.of(politics.space(), gen.delivered(politics.deltas()));

        assertEquals(everything(one, politics), everything(other, politics));
    }

    @Seeds(150)
    void knowingMoreStepByStepIsKnowingAllAtOnce(Gen gen) {
        Politics politics = SomeActs.politics(gen);

        Authority grown = Authority.of(politics.space(), gen.some(politics.deltas()))
                .again(gen.some(politics.deltas()))
                .again(politics.deltas());

        Authority whole = Authority.of(politics.space(), politics.deltas());
        assertEquals(everything(whole, politics), everything(grown, politics));
    }

    @Seeds(150)
    void noGrantHoldsWithoutAReason(Gen gen) {
        Politics politics = SomeActs.politics(gen);
        Authority authority = Authority.of(politics.space(), gen.shuffled(politics.deltas()));

        for (Grant grant : authority.grants()) {
            if (!grant.id().equals(GrantId.ofGenesis(politics.space()))) {
                assertTrue(isFounded(grant, authority, politics), grant::toString);
            }
        }
    }

    @Seeds(150)
    void aSoundAdmissionIsGranted(Gen gen) {
        Politics politics = SomeActs.politics(gen);
        Authority authority = Authority.of(politics.space(), politics.deltas());

        for (ControlDelta delta : admissions(politics.deltas())) {
            assertEquals(
                    isSound(delta, authority, politics),
                    authority.grant(delta.grant()).isPresent());
        }
    }

    @Seeds(150)
    void aTicketThatLetTwoDevicesInRaisesAnAlarm(Gen gen) {
        Politics politics = SomeActs.politics(gen);
        Authority authority = Authority.of(politics.space(), politics.deltas());

        Map<KeyId, Set<KeyId>> admitted = admissions(politics.deltas()).stream()
                .filter(delta -> authority.grant(delta.grant()).isPresent())
                .collect(Collectors.groupingBy(
                        delta -> claim(delta).ticket(),
                        Collectors.mapping(delta -> claim(delta).device().device(), Collectors.toSet())));

        admitted.values().removeIf(devices -> devices.size() == 1);
        assertEquals(admitted.keySet(), authority.doubleUses());
    }

    private static boolean isFounded(Grant grant, Authority authority, Politics politics) {
        List<ControlDelta> makers = admissions(politics.deltas()).stream()
                .filter(delta -> delta.grant().equals(grant.id()))
                .toList();
        return makers.size() == 1
                && isSound(makers.getFirst(), authority, politics)
                && claim(makers.getFirst()).device().device().equals(grant.device())
                && isInvited(claim(makers.getFirst()).ticket(), grant.level(), authority, politics);
    }

    /** Said by one who may, in time, of a claim that holds. */
    private static boolean isSound(ControlDelta delta, Authority authority, Politics politics) {
        Act.Admit admit = (Act.Admit) delta.act();
        Claim claim = admit.claim();
        Optional<Authority.Invitation> invitation = authority.invitations().stream()
                .filter(open -> open.link().equals(admit.invitation()))
                .findFirst();
        Level least = invitation
                        .filter(open -> open.level().isStrongerThan(Level.ADMIN))
                        .isPresent()
                ? invitation.get().level()
                : Level.ADMIN;
        return invitation.isPresent()
                && invitation.get().ticket().equals(claim.ticket())
                && levelOf(delta, authority)
                        .filter(level -> level.isAtLeast(least))
                        .isPresent()
                && HybridClock.millis(delta.clock()) <= invitation.get().expiresMillis()
                && claim.space().equals(politics.space())
                && claim.holds();
    }

    /** Whether somebody strictly stronger opened that way in. */
    private static boolean isInvited(KeyId ticket, Level level, Authority authority, Politics politics) {
        return politics.deltas().stream()
                .anyMatch(delta -> delta.act() instanceof Act.Invite invite
                        && invite.ticket().equals(ticket)
                        && invite.allowance().level() == level
                        && levelOf(delta, authority)
                                .filter(speaker -> speaker.isStrongerThan(level))
                                .isPresent());
    }

    private static Optional<Level> levelOf(ControlDelta delta, Authority authority) {
        if (delta.root().plane() == Plane.DATA || !(authority.judge(delta.root()) instanceof Verdict.Valid)) {
            return Optional.empty();
        }
        return delta.root().isFounding()
                ? Optional.of(Level.OWNER)
                : authority.grant(delta.root().grant()).map(Grant::level);
    }

    private static Set<Object> everything(Authority authority, Politics politics) {
        Collection<KeyId> tickets = admissions(politics.deltas()).stream()
                .map(delta -> claim(delta).ticket())
                .toList();
        Function<LogRoot, Object> judged = root -> Map.entry(root.id(), authority.judge(root));
        Set<Object> all = new HashSet<>(authority.grants());
        all.add(authority.name());
        all.add(authority.doubleUses());
        tickets.forEach(ticket -> authority.invitation(ticket).ifPresent(all::add));
        politics.roots().forEach(root -> all.add(judged.apply(root)));
        politics.roots().forEach(root -> authority.grantOf(root.author()).ifPresent(all::add));
        return all;
    }

    private static List<ControlDelta> admissions(List<ControlDelta> deltas) {
        return deltas.stream().filter(delta -> delta.act() instanceof Act.Admit).toList();
    }

    private static Claim claim(ControlDelta delta) {
        return ((Act.Admit) delta.act()).claim();
    }
}
