package kith.ontology.access;

import static kith.ontology.access.Story.BO;
import static kith.ontology.access.Story.CY;
import static kith.ontology.access.Story.DI;
import static kith.ontology.access.Story.FOUNDER;
import static kith.ontology.access.Story.NOW;
import static kith.ontology.access.Story.device;
import static kith.ontology.access.Story.ofDevice;
import static kith.ontology.access.Story.ofPerson;
import static kith.ontology.access.Story.person;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Citizens;
import kith.ontology.vocab.Policy;
import org.junit.jupiter.api.Test;

/** "What counts" of {@code docs/protocol/authority.md}, row by row. */
final class AuthorityTableTest {
    private final Story story = new Story();

    @Test
    void aGenesisWhoseCertificateIsOfAnotherDeviceFoundsNothing() {
        LogRoot stolen = LogRoot.founding(device(BO), Bytes.owned(new byte[LogRoot.INCARNATION_BYTES]));
        Act genesis = new Act.Genesis("river", Citizens.person(FOUNDER).certificate(0));
        ControlDelta said = new ControlDelta(
                stolen, new Dot(stolen.id(), 1), 1, stolen.id().value(), Citizens.SPACE.value(), genesis);

        assertFalse(Authority.of(Citizens.SPACE, List.of(said)).isFounded());
        assertTrue(story.authority().isFounded());
        assertEquals(
                Level.OWNER,
                story.authority().grant(story.founders).orElseThrow().level());
    }

    @Test
    void aGrantGoesToAStrictlyWeakerLevel() {
        GrantId owner = story.give(story.founding, BO, Level.OWNER);
        GrantId admin = story.give(story.founding, BO, Level.ADMIN);
        GrantId fellow = story.give(ofDevice(BO, admin), CY, Level.ADMIN);
        GrantId writer = story.give(ofDevice(BO, admin), CY, Level.WRITER);
        GrantId reader = story.give(ofDevice(CY, writer), DI, Level.READER);

        assertFalse(story.exists(owner));
        assertFalse(story.exists(fellow));
        assertTrue(story.exists(writer));
        assertFalse(story.exists(reader), "a writer lets nobody in");
    }

    @Test
    void aGrantIsOfAScopeThatTheGiversContains() {
        Allowance narrow = new Allowance(Level.ADMIN, subjects("urn:a/*"), Allowance.UNLIMITED);
        LogRoot admin = ofDevice(BO, story.give(story.founding, BO, narrow));

        GrantId within = story.give(admin, CY, new Allowance(Level.WRITER, subjects("urn:a/1"), 0));
        GrantId beside = story.give(admin, CY, new Allowance(Level.WRITER, subjects("urn:b/1"), 0));
        GrantId wide = story.give(admin, CY, Level.WRITER);

        assertTrue(story.exists(within));
        assertFalse(story.exists(beside));
        assertFalse(story.exists(wide));
    }

    private static Scope subjects(String pattern) {
        return new Scope(Set.of(), Set.of(pattern), Set.of(), EnumSet.allOf(Scope.Deed.class));
    }

    @Test
    void anAdminAdmitsWhomAnOwnerInvitedAsAnAdminAndNoneAbove() {
        LogRoot admin = ofDevice(BO, story.give(story.founding, BO, Level.ADMIN));

        GrantId fellow = admit(admin, NOW, invite(story.founding, Level.ADMIN, NOW), CY);
        GrantId owner = admit(admin, NOW, invite(story.paper, Level.OWNER, NOW), CY);

        assertEquals(Level.ADMIN, story.authority().grant(fellow).orElseThrow().level());
        assertFalse(story.exists(owner));
    }

    @Test
    void anAdmissionIsOfTheInvitationThatItNamesAndInTime() {
        Bytes open = invite(story.founding, Level.WRITER, NOW);
        Bytes closed = invite(ofDevice(BO, story.give(story.founding, BO, Level.WRITER)), Level.READER, NOW);

        GrantId inTime = admit(story.founding, NOW, open, CY);
        GrantId late = admit(story.founding, NOW + 1, open, DI);
        GrantId ofNone = admit(story.founding, NOW, story.link(), CY);
        GrantId ofVoid = admit(story.founding, NOW, closed, CY);

        assertTrue(story.exists(inTime));
        assertFalse(story.exists(late));
        assertFalse(story.exists(ofNone));
        assertFalse(story.exists(ofVoid));
    }

    @Test
    void aTicketUsedTwiceRaisesAnAlarmAndBothGrantsStand() {
        Bytes open = invite(story.founding, Level.WRITER, NOW);
        GrantId one = admit(story.founding, NOW, open, BO);
        assertEquals(Set.of(), story.authority().doubleUses());

        GrantId other = admit(story.founding, NOW, open, CY);

        assertTrue(story.stands(one) && story.stands(other));
        assertEquals(Set.of(Citizens.ticket(0).key().id()), story.authority().doubleUses());
    }

    @Test
    void aPersonLetsFurtherDevicesInUnderItsGrantAndNoDeviceDoes() {
        GrantId grant = story.give(story.founding, BO, Level.WRITER);
        GrantId more = story.enrol(ofPerson(BO, grant), BO, 1);
        GrantId byDevice = story.enrol(ofDevice(BO, grant), BO, 2);
        GrantId ofAnother = story.enrol(ofPerson(BO, grant), CY, 1);

        assertEquals(
                Optional.of(grant), story.authority().grant(more).orElseThrow().under());
        assertEquals(Level.WRITER, story.authority().grant(more).orElseThrow().level());
        assertFalse(story.exists(byDevice));
        assertFalse(story.exists(ofAnother));
    }

    @Test
    void theKeyOfAPersonSpeaksAsAPersonAndWritesNoData() {
        GrantId grant = story.give(story.founding, BO, Level.WRITER);

        assertInstanceOf(Verdict.Valid.class, story.authority().judge(ofPerson(BO, grant)));
        assertInstanceOf(Verdict.Void.class, story.authority().judge(Story.log(person(BO), Plane.DATA, grant)));
        assertInstanceOf(
                Verdict.Void.class, story.authority().judge(Story.log(Citizens.PAPER, Plane.DATA, story.founders)));
    }

    @Test
    void rulesShapesAndSuccessionsCountFromAnAdmin() {
        LogRoot admin = ofDevice(BO, story.give(story.founding, BO, Level.ADMIN));
        LogRoot writer = ofDevice(CY, story.give(story.founding, CY, Level.WRITER));
        for (LogRoot log : List.of(admin, writer)) {
            story.say(log, rule());
            story.say(log, new Act.Shape("boats", Set.of(), Set.of()));
            story.say(log, new Act.Succession(Citizens.ELSEWHERE));
            story.ban(log, person(DI));
        }

        Authority authority = story.authority();
        assertEquals(1, authority.rules().size());
        assertEquals(1, authority.shapes().size());
        assertEquals(1, authority.successions().size());
        assertEquals(1, authority.bans().size());
    }

    @Test
    void whatIsSaidForTheWholeSpaceCountsFromAnAdminOfAllOfIt() {
        Scope part = new Scope(Set.of("urn:part"), Set.of(), Set.of(), EnumSet.allOf(Scope.Deed.class));
        LogRoot bo =
                ofDevice(BO, story.give(story.founding, BO, new Allowance(Level.ADMIN, part, Allowance.UNLIMITED)));
        LogRoot cy = ofDevice(CY, story.give(story.founding, CY, Level.ADMIN));
        GrantId di = story.give(story.founding, DI, Level.WRITER);
        story.say(bo, rule());
        story.say(bo, new Act.Shape("boats", Set.of(), Set.of()));
        story.say(bo, new Act.Succession(Citizens.ELSEWHERE));
        story.say(bo, new Act.Erase(List.of(), Map.of()));
        story.ban(bo, person(DI));
        story.vote(bo, DI);
        story.vote(cy, DI);

        Authority authority = story.authority();
        assertEquals(0, authority.rules().size());
        assertEquals(0, authority.shapes().size());
        assertEquals(0, authority.successions().size());
        assertEquals(0, authority.bans().size());
        assertTrue(story.stands(di));
        assertFalse(authority.mayErase(authority.erasures().getFirst(), Story.log(device(DI), Plane.DATA, di)));
        assertFalse(story.exists(Authority.electedGrant(Citizens.person(DI).certificate(0))));
    }

    @Test
    void aRuleThatAnotherReplacesIsNotInForce() {
        Bytes first = story.say(story.founding, rule());
        story.say(
                ofDevice(BO, story.give(story.founding, BO, Level.WRITER)),
                new Act.Rule("urn:p", Optional.empty(), Policy.values()[0], Set.of(first)));
        assertEquals(1, story.authority().rules().size(), "a writer replaces nothing");

        Bytes next =
                story.say(story.founding, new Act.Rule("urn:p", Optional.empty(), Policy.values()[0], Set.of(first)));

        assertEquals(
                List.of(next),
                story.authority().rules().stream()
                        .map(rule -> rule.delta().link())
                        .toList());
    }

    private static Act rule() {
        return new Act.Rule("urn:p", Optional.empty(), Policy.values()[0], Set.of());
    }

    @Test
    void aPersonErasesItsOwnDataAndAnAdminAnybodys() {
        GrantId bo = story.give(story.founding, BO, Level.WRITER);
        GrantId cy = story.give(story.founding, CY, Level.WRITER);
        story.say(ofDevice(BO, bo), new Act.Erase(List.of(), Map.of()));
        Authority authority = story.authority();
        Authority.Said<Act.Erase> erasure = authority.erasures().getFirst();

        assertTrue(authority.mayErase(erasure, Story.log(device(BO), Plane.DATA, bo)));
        assertFalse(authority.mayErase(erasure, Story.log(device(CY), Plane.DATA, cy)));
        assertFalse(authority.mayErase(erasure, ofDevice(BO, bo)), "what authority rests on stays");

        story.say(story.founding, new Act.Erase(List.of(), Map.of()));
        Authority.Said<Act.Erase> owners = story.authority().erasures().stream()
                .filter(said -> said.level() == Level.OWNER)
                .findFirst()
                .orElseThrow();
        assertTrue(authority.mayErase(owners, Story.log(device(CY), Plane.DATA, cy)));
    }

    @Test
    void asManyVotesAsTheGenesisNamesMakeAnOwner() {
        GrantId elected = Authority.electedGrant(Citizens.person(DI).certificate(0));
        LogRoot bo = ofDevice(BO, story.give(story.founding, BO, Level.ADMIN));
        LogRoot cy = ofDevice(CY, story.give(story.founding, CY, Level.ADMIN));
        LogRoot writer = ofDevice(DI, story.give(story.founding, DI, Level.WRITER));
        story.vote(bo, DI);
        story.vote(bo, DI);
        story.vote(writer, DI);
        assertFalse(story.exists(elected), "one person twice, and one who is no admin");

        story.vote(cy, DI);

        assertEquals(Level.OWNER, story.authority().grant(elected).orElseThrow().level());
    }

    @Test
    void theElectedEndNeitherTheirElectionNorTheFounder() {
        GrantId bo = story.give(story.founding, BO, Level.ADMIN);
        GrantId cy = story.give(story.founding, CY, Level.ADMIN);
        GrantId elected = Authority.electedGrant(Citizens.person(DI).certificate(0));
        story.vote(ofDevice(BO, bo), DI);
        story.vote(ofDevice(CY, cy), DI);

        story.cut(ofDevice(DI, elected), bo);
        story.cut(ofDevice(DI, elected), story.founders);
        assertFalse(story.stands(bo));
        assertTrue(story.stands(elected) && story.stands(story.founders));

        story.cut(story.founding, cy);
        assertFalse(story.exists(elected), "an owner made the vote void");
    }

    @Test
    void anActOfAnUnknownKindSaysNothingAndTheChainRunsThroughIt() {
        LogRoot admin = ofDevice(BO, story.give(story.founding, BO, Level.ADMIN));
        Bytes unknown = story.say(admin, new Act.Unknown());
        GrantId after = story.give(admin, CY, Level.WRITER);

        story.cut(story.founding, admin.grant(), after.value());

        assertTrue(story.counts(unknown));
        assertTrue(story.exists(after));
    }

    @Test
    void whoeverIsNoAdminSpeaksWithTheFirstSixteenDeltasOfALog() {
        GrantId grant = story.give(story.founding, BO, Level.WRITER);
        GrantId admin = story.give(story.founding, CY, Level.ADMIN);
        for (int i = 1; i < 16; i++) {
            story.say(ofPerson(BO, grant), new Act.Unknown());
            story.say(ofPerson(CY, admin), new Act.Unknown());
        }
        GrantId last = story.enrol(ofPerson(BO, grant), BO, 1);
        GrantId past = story.enrol(ofPerson(BO, grant), BO, 2);
        story.enrol(ofPerson(CY, admin), CY, 1);
        GrantId admins = story.enrol(ofPerson(CY, admin), CY, 2);

        assertTrue(story.exists(last));
        assertFalse(story.exists(past));
        assertTrue(story.exists(admins));
    }

    @Test
    void whoeverIsNoAdminSpeaksInEightNumberedLogsAndNoOther() {
        GrantId grant = story.give(story.founding, BO, Level.WRITER);
        GrantId admin = story.give(story.founding, CY, Level.ADMIN);

        GrantId last = story.enrol(numbered(person(BO), grant, 7), BO, 1);
        GrantId past = story.enrol(numbered(person(BO), grant, 8), BO, 2);
        GrantId admins = story.enrol(numbered(person(CY), admin, 8), CY, 1);

        assertTrue(story.exists(last));
        assertFalse(story.exists(past));
        assertTrue(story.exists(admins));
        assertInstanceOf(Verdict.Void.class, story.authority().judge(numbered(person(BO), grant, 8)));
    }

    @Test
    void ofTheDevicesOfAMemberTheFirstSixteenInTheOrderOfTheirLogsAreLetIn() {
        GrantId grant = story.give(story.founding, BO, Level.WRITER);
        GrantId admin = story.give(story.founding, CY, Level.ADMIN);
        List<GrantId> second = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            second.add(story.enrol(numbered(person(BO), grant, 1), BO, 1));
            story.enrol(ofPerson(CY, admin), CY, 1);
        }
        assertTrue(second.stream().allMatch(story::stands));

        GrantId first = story.enrol(ofPerson(BO, grant), BO, 1);
        GrantId third = story.enrol(numbered(person(BO), grant, 2), BO, 1);
        GrantId admins = story.enrol(ofPerson(CY, admin), CY, 2);

        assertTrue(story.stands(first) && story.stands(second.get(14)));
        assertFalse(story.exists(second.get(15)) || story.exists(third));
        assertTrue(story.stands(admins));
    }

    private static LogRoot numbered(KeyId author, GrantId grant, int number) {
        return new LogRoot(Citizens.SPACE, author, Allowance.incarnation(number), Plane.CONTROL, grant);
    }

    @Test
    void aLogWhoseGrantIsUnknownWaits() {
        GrantId unknown = new GrantId(story.link());

        assertEquals(new Verdict.Waiting(unknown), story.authority().judge(ofDevice(BO, unknown)));
    }

    private Bytes invite(LogRoot by, Level level, long expires) {
        return story.say(by, new Act.Invite(Citizens.ticket(0).key().id(), Allowance.of(level), expires, Set.of()));
    }

    private GrantId admit(LogRoot by, long millis, Bytes invitation, int person) {
        Claim claim = Citizens.claim(person, 0);
        return new GrantId(story.say(by, millis, new Act.Admit(claim, invitation)));
    }
}
