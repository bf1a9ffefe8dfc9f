package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.testkit.Citizens;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Politics;
import kith.ontology.testkit.Politics.DataDelta;
import kith.ontology.testkit.Politics.Given;
import kith.ontology.testkit.Seeds;

/** What holds of authority whatever was said, by whomever, and in whatever order it was heard. */
final class AuthorityLawsTest {
    private static final int SHUFFLES = 20;
    private static final int HOSTILE = 25;
    /** Knows no delta; remembers which signatures hold. */
    private static final Authority NOTHING = Authority.of(Citizens.SPACE, List.of());

    private static final Map<Object, Boolean> HOLDS = new ConcurrentHashMap<>();

    @Seeds(value = 2_000, many = 20_000)
    void theEngineReadsWhatTheSpecificationSays(Gen gen) {
        Politics politics = Politics.of(gen);
        Reading reading = new Reading(politics.control(), politics.told(), politics.data());

        Authority authority = NOTHING.again(politics.control());

        Map<String, Object> said = reading.of(plain(politics.control()));
        Map<String, Object> read = reading.of(authority);
        Map<String, Object> again = new TreeMap<>(read);
        read.entrySet().removeAll(said.entrySet());
        said.entrySet().removeAll(again.entrySet());
        assertEquals(said, read);
    }

    @Seeds(value = 2_000, many = 20_000)
    void orderDuplicatesAndPartsHeardBeforeDoNotMatter(Gen gen) {
        Politics politics = Politics.of(gen);
        List<Object> once = Reading.answers(NOTHING.again(politics.control()), politics.roots());

        for (int i = 0; i < SHUFFLES; i++) {
            Authority part = i % 4 == 0 ? NOTHING.again(gen.shuffled(gen.some(politics.control()))) : NOTHING;
            Authority whole = part.again(gen.delivered(politics.control()));

            assertEquals(once, Reading.answers(whole, politics.roots()));
        }
    }

    @Seeds(value = 1_000, many = 100_000)
    void aKeyThatWasEndedChangesNothingForAnybody(Gen gen) {
        Politics politics = Politics.of(gen, gen.from(8, 40), Optional.of(Citizens.PAPER));
        Citizens.Named enemy = Citizens.person(gen.from(0, Citizens.PERSONS - 1));
        List<GrantId> rights = politics.given().stream()
                .filter(given -> given.person().equals(enemy) && given.family().equals(given.id()))
                .map(Given::id)
                .toList();
        politics.end(enemy, rights);
        List<ControlDelta> honest = politics.control();
        List<ControlDelta> honestlyTold = politics.told();
        List<LogRoot> roots = politics.roots();
        List<DataDelta> honestData = politics.data();
        for (int i = 0; i < HOSTILE; i++) {
            politics.attack(enemy);
        }

        Authority without = NOTHING.again(honest);
        String before = digest(without, honest, honestlyTold, honestData, roots);

        for (int i = 0; i < 3; i++) {
            Authority with = (gen.coin() ? NOTHING : without).again(gen.delivered(politics.control()));
            assertEquals(before, digest(with, politics.control(), politics.told(), politics.data(), roots));
        }
        assertTrue(rights.stream().noneMatch(without::isStanding));
    }

    @Seeds(value = 500, many = 20_000)
    void whatCountsOfABranchIsABeginningOfIt(Gen gen) {
        Politics politics = Politics.of(gen);
        PlainAuthority plain = plain(politics.control());

        for (ControlDelta delta : politics.control()) {
            if (plain.counts(delta)) {
                assertTrue(politics.control().stream()
                        .filter(before -> before.link().equals(delta.previous()))
                        .allMatch(plain::counts));
            }
        }
    }

    @Seeds(value = 500, many = 20_000)
    void aTicketThatLetTwoDevicesInRaisesAnAlarm(Gen gen) {
        Politics politics = Politics.of(gen);
        Authority authority = NOTHING.again(politics.control());

        for (Authority.Invitation open : authority.invitations()) {
            long users = authority.invitations().stream()
                    .filter(other -> other.ticket().equals(open.ticket()))
                    .flatMap(other -> other.usedBy().stream())
                    .distinct()
                    .count();
            assertEquals(users > 1, authority.doubleUses().contains(open.ticket()));
        }
    }

    private static PlainAuthority plain(Collection<ControlDelta> control) {
        return PlainAuthority.of(
                Citizens.SPACE,
                control,
                signed -> HOLDS.computeIfAbsent(
                        signed,
                        first -> signed instanceof Claim claim ? claim.holds() : ((DeviceCertificate) signed).holds()));
    }

    /** Of all that anybody may do and of every delta that shows. */
    private static String digest(
            Authority authority,
            Collection<ControlDelta> control,
            Collection<ControlDelta> told,
            Collection<DataDelta> data,
            Collection<LogRoot> roots) {
        Object shown = new Reading(control, told, data).of(authority);
        List<Object> all = new ArrayList<>(List.of(Reading.answers(authority, roots), shown));
        return Bytes.sha256(Bytes.utf8(all.toString()).view()).toHex();
    }
}
