package kith.ontology.access;

import static kith.ontology.access.Story.BO;
import static kith.ontology.access.Story.CY;
import static kith.ontology.access.Story.DI;
import static kith.ontology.access.Story.FOUNDER;
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
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Citizens;
import org.junit.jupiter.api.Test;

/** "Ends" of {@code docs/protocol/authority.md}, sentence by sentence and case by case. */
final class EndsTableTest {
    private static final int SINGLE = Citizens.PERSONS - 1;
    private static final Scope PART =
            new Scope(Set.of("urn:part"), Set.of(), Set.of(), EnumSet.allOf(Scope.Deed.class));

    private final Story story = new Story();
    private final GrantId bo = story.give(story.founding, BO, Level.ADMIN);
    private final GrantId cy = story.give(story.founding, CY, Level.ADMIN);

    @Test
    void whatComesBeforeAKeptDeltaStandsAndEverythingElseIsVoid() {
        LogRoot log = ofDevice(BO, bo);
        GrantId before = story.give(log, DI, Level.WRITER);
        GrantId kept = story.give(log, DI, Level.WRITER);
        GrantId after = story.give(log, DI, Level.WRITER);
        Bytes fork = story.fork(before.value(), new Act.Unknown());
        LogRoot unnamed = new LogRoot(Citizens.SPACE, device(BO), story.link().slice(0, 16), Plane.CONTROL, bo);
        GrantId beside = story.give(unnamed, DI, Level.WRITER);

        story.cut(story.founding, bo, kept.value());

        assertTrue(story.stands(before) && story.stands(kept));
        assertFalse(story.exists(after));
        assertFalse(story.exists(beside));
        assertFalse(story.counts(fork));
        assertFalse(story.stands(bo));
    }

    @Test
    void aDeviceLetsADataLogOfItsOwnEndAndNoOther() {
        LogRoot mine = new LogRoot(Citizens.SPACE, device(BO), story.link().slice(0, 16), Plane.DATA, bo);
        LogRoot other = new LogRoot(Citizens.SPACE, device(CY), story.link().slice(0, 16), Plane.DATA, cy);
        Cutoff end = new Cutoff(new Dot(mine.id(), 3), story.link());
        Cutoff foreign = new Cutoff(new Dot(other.id(), 3), story.link());

        story.say(ofDevice(BO, bo), new Act.Close(List.of(end, foreign)));

        Verdict.Valid closed =
                assertInstanceOf(Verdict.Valid.class, story.authority().judge(mine));
        Verdict.Valid open =
                assertInstanceOf(Verdict.Valid.class, story.authority().judge(other));
        assertEquals(List.of(List.of(end)), closed.within());
        assertTrue(open.isWhole());
    }

    @Test
    void ofALogWithSeveralEndsWhatProvesThemIsHandedOnToo() {
        LogRoot log = new LogRoot(Citizens.SPACE, device(BO), story.link().slice(0, 16), Plane.DATA, bo);
        List<Bytes> links = List.of(story.link(), story.link(), story.link());
        for (int seq : List.of(1, 2)) {
            Cutoff kept = new Cutoff(new Dot(log.id(), seq), links.get(seq - 1));
            story.say(story.founding, new Act.Cut(bo, true, List.of(kept), ""));
        }

        Verdict.Valid verdict =
                assertInstanceOf(Verdict.Valid.class, story.authority().judge(log));

        assertEquals(1, verdict.reach(3, seq -> links.get((int) seq - 1)));
        assertEquals(2, verdict.told(3, seq -> links.get((int) seq - 1)));
        assertEquals(2, verdict.named());
        assertEquals(0, verdict.told(1, seq -> links.get((int) seq - 1)));
    }

    @Test
    void aNumberIsLookedUpOnceHoweverManyLinksEndsNameOfIt() {
        LogRoot log = new LogRoot(Citizens.SPACE, device(BO), story.link().slice(0, 16), Plane.DATA, bo);
        Bytes held = story.link();
        for (int i = 0; i < 5; i++) {
            List<Cutoff> kept = new ArrayList<>(List.of(new Cutoff(new Dot(log.id(), 1), held)));
            for (int j = 0; j < 5; j++) {
                kept.add(new Cutoff(new Dot(log.id(), 1), story.link()));
            }
            story.say(story.founding, new Act.Cut(bo, true, kept, ""));
        }
        Verdict.Valid verdict =
                assertInstanceOf(Verdict.Valid.class, story.authority().judge(log));
        List<Long> looked = new ArrayList<>();

        long told = verdict.told(1, seq -> {
            looked.add(seq);
            return held;
        });

        assertEquals(1, told);
        assertEquals(List.of(1L), looked);
    }

    @Test
    void whatOnesOwnWordNamesPastAStrongerEndIsSoughtButNotDue() {
        LogRoot log = new LogRoot(Citizens.SPACE, device(BO), story.link().slice(0, 16), Plane.DATA, bo);
        Cutoff far = new Cutoff(new Dot(log.id(), 1L << 50), story.link());
        Cutoff held = new Cutoff(new Dot(log.id(), 3), story.link());
        Bytes left = story.say(ofDevice(BO, bo), new Act.Cut(bo, false, List.of(far), ""));
        Verdict.Valid alone =
                assertInstanceOf(Verdict.Valid.class, story.authority().judge(log));

        List<Cutoff> kept = new ArrayList<>(story.kept(left));
        kept.add(held);
        story.say(story.founding, new Act.Cut(bo, true, kept, ""));

        Verdict.Valid ended =
                assertInstanceOf(Verdict.Valid.class, story.authority().judge(log));
        assertEquals(1L << 50, alone.due());
        assertEquals(3, ended.due());
        assertEquals(1L << 50, ended.named());
    }

    @Test
    void aKeptLinkThatIsNotHeldOrOfAnotherNumberProvesNothing() {
        GrantId first = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        Dot other = new Dot(ofDevice(BO, bo).id(), 2);
        story.say(story.founding, new Act.Cut(bo, true, List.of(new Cutoff(other, first.value())), ""));

        assertFalse(story.exists(first));
    }

    @Test
    void severalEndsIntersect() {
        GrantId one = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        GrantId two = story.give(ofDevice(BO, bo), DI, Level.WRITER);

        story.cut(story.founding, bo, two.value());
        story.cut(story.paper, bo, one.value());

        assertTrue(story.exists(one));
        assertFalse(story.exists(two));
    }

    @Test
    void endsThatKeepDifferentBranchesLetNeitherStand() {
        GrantId one = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        Bytes left = story.fork(one.value(), new Act.Unknown());
        Bytes right = story.fork(one.value(), new Act.Unknown());

        story.cut(story.founding, bo, left);
        story.cut(story.paper, bo, right);

        assertFalse(story.exists(one), "on no branch do both keep anything");
        assertFalse(story.counts(left) || story.counts(right));
    }

    @Test
    void aDataLogCountsAsFarAsItsChainIsProven() {
        List<Bytes> links = List.of(story.link(), story.link(), story.link());
        LogRoot log = Story.log(device(BO), Plane.DATA, bo);
        assertEquals(3, story.reach(log, links));

        Cutoff kept = new Cutoff(new Dot(log.id(), 2), links.get(1));
        story.say(story.founding, new Act.Cut(bo, true, List.of(kept), ""));

        assertEquals(2, story.reach(log, links));
        assertEquals(0, story.reach(log, List.of(links.get(0), story.link(), links.get(2))), "another story");
        assertEquals(0, story.reach(log, links.subList(0, 1)), "not yet proven");
    }

    @Test
    void aWholeCutEndsThePersonAndAllItsDevices() {
        GrantId more = story.enrol(ofPerson(BO, bo), BO, 1);
        story.cut(story.founding, bo, more.value());

        assertFalse(story.stands(bo));
        assertFalse(story.stands(more));
        assertTrue(story.exists(more), "what was said before stands");
    }

    @Test
    void aCutOfADeviceLeavesThePersonAndTheOtherDevices() {
        GrantId more = story.enrol(ofPerson(BO, bo), BO, 1);
        story.cutDevice(story.founding, bo);

        GrantId next = story.enrol(ofPerson(BO, bo), BO, 2);

        assertFalse(story.stands(bo));
        assertTrue(story.stands(more) && story.stands(next));
    }

    @Test
    void equalsNeverEndEachOther() {
        story.cut(ofDevice(BO, bo), cy);
        story.cut(ofDevice(CY, cy), bo);
        assertTrue(story.stands(bo) && story.stands(cy));

        story.cut(story.founding, cy);
        assertTrue(story.stands(bo), "an owner decides");
        assertFalse(story.stands(cy));
    }

    @Test
    void thoseBelowEndNothingAbove() {
        story.cut(ofDevice(BO, bo), story.founders);
        story.ban(ofDevice(BO, bo), person(FOUNDER));
        story.cut(story.founding, story.founders);

        assertTrue(story.stands(story.founders), "a device ends no person");
    }

    @Test
    void aPersonLeavesAndItsWordStands() {
        Bytes word = story.cut(ofPerson(BO, bo), bo);

        assertFalse(story.stands(bo));
        assertTrue(story.counts(word));
    }

    @Test
    void aPersonEndsADeviceThatItLostAndADeviceEndsItself() {
        GrantId lost = story.enrol(ofPerson(BO, bo), BO, 1);
        GrantId tired = story.enrol(ofPerson(BO, bo), BO, 2);
        LogRoot tiredLog = Story.log(Citizens.person(BO).device(2), Plane.CONTROL, tired);
        LogRoot lostLog = Story.log(Citizens.person(BO).device(1), Plane.CONTROL, lost);

        story.cutDevice(lostLog, tired);
        assertTrue(story.stands(tired), "devices of one person are equals");
        story.cutDevice(ofPerson(BO, bo), lost);
        Bytes word = story.cutDevice(tiredLog, tired);

        assertFalse(story.stands(lost) || story.stands(tired));
        assertTrue(story.counts(word));
        assertTrue(story.stands(bo));
    }

    @Test
    void aWholeCutOfAnEnrolledDeviceIsOneOfThatDevice() {
        GrantId byPerson = story.enrol(ofPerson(BO, bo), BO, 1);
        GrantId byItself = story.enrol(ofPerson(BO, bo), BO, 2);

        story.cut(ofPerson(BO, bo), byPerson);
        story.cut(Story.log(Citizens.person(BO).device(2), Plane.CONTROL, byItself), byItself);

        assertFalse(story.stands(byPerson) || story.stands(byItself));
        assertTrue(story.stands(bo));
    }

    @Test
    void ofTwoOwnWordsInTwoLogsNeitherUnsaysTheOther() {
        LogRoot one = ofPerson(BO, bo);
        LogRoot other = new LogRoot(Citizens.SPACE, person(BO), story.link().slice(0, 16), Plane.CONTROL, bo);
        story.cut(one, bo);
        story.cut(other, bo);

        assertEquals(2, story.authority().endings(bo).size());
        assertFalse(story.stands(bo));
    }

    @Test
    void aStolenKeyThatEndsItselfIsOverruledAtAnEarlierLink() {
        GrantId honest = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        Bytes wild = story.cutDevice(ofDevice(BO, bo), bo);

        story.cutDevice(story.founding, bo, honest.value());

        assertFalse(story.counts(wild));
        assertEquals(1, story.authority().endings(bo).size());
    }

    @Test
    void aKeyThatIsPersonAndDeviceIsSilencedByACutOfTheDevice() {
        GrantId single = story.give(story.founding, SINGLE, Level.ADMIN);
        GrantId before = story.give(ofDevice(SINGLE, single), DI, Level.WRITER);
        assertTrue(story.exists(before));

        story.cutDevice(story.founding, single);

        assertFalse(story.exists(before));
        assertFalse(story.exists(story.enrol(ofPerson(SINGLE, single), SINGLE, 1)));
    }

    @Test
    void aBanOfAPersonEndsGrantsThatNobodyHereHasHeardOf() {
        story.ban(story.founding, person(DI));

        GrantId later = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        GrantId equal = story.give(story.paper, DI, Level.OWNER);

        assertFalse(story.stands(later));
        assertTrue(story.stands(equal), "it binds below the level of who said it");
    }

    @Test
    void aBanOfADeviceLeavesItsPerson() {
        GrantId grant = story.give(story.founding, DI, Level.WRITER);
        GrantId more = story.enrol(ofPerson(DI, grant), DI, 1);

        story.ban(story.founding, device(DI));

        assertFalse(story.stands(grant));
        assertTrue(story.stands(more));
    }

    @Test
    void aGrantOfTheBannersLevelThatNamesTheBanLiftsIt() {
        Bytes ban = story.ban(story.founding, person(DI));
        GrantId byWeaker = story.give(ofDevice(BO, bo), DI, Level.WRITER, ban);
        GrantId unnamed = story.give(story.founding, DI, Level.WRITER);
        GrantId lifted = story.give(story.founding, DI, Level.WRITER, ban);
        GrantId under = story.enrol(ofPerson(DI, lifted), DI, 1);

        assertFalse(story.stands(byWeaker) || story.stands(unnamed));
        assertTrue(story.stands(lifted) && story.stands(under));

        story.ban(story.founding, person(DI));
        assertFalse(story.stands(lifted), "a later ban is another");
    }

    @Test
    void anInvitationLiftsByTheLevelOfWhoInvited() {
        Bytes ban = story.ban(story.founding, person(DI));
        Bytes open = story.say(
                story.founding,
                new Act.Invite(Citizens.ticket(0).key().id(), Allowance.of(Level.WRITER), Story.NOW, Set.of(ban)));
        GrantId let = new GrantId(story.say(ofDevice(BO, bo), new Act.Admit(Citizens.claim(DI, 0), open)));

        assertTrue(story.stands(let));
    }

    private Bytes invite(LogRoot by, Level level) {
        return story.say(by, new Act.Invite(Citizens.ticket(0).key().id(), level, Story.NOW));
    }

    private GrantId admit(LogRoot by, int person, Bytes open) {
        return new GrantId(story.say(by, new Act.Admit(Citizens.claim(person, 0), open)));
    }

    private Authority.Invitation invitation(Bytes link) {
        return story.authority().invitations().stream()
                .filter(each -> each.link().equals(link))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCutOfAnInvitationLetsInNobodyButWhomItKeeps() {
        Bytes open = invite(story.founding, Level.WRITER);
        GrantId honest = admit(ofDevice(BO, bo), DI, open);
        GrantId unheard = admit(ofDevice(CY, cy), SINGLE, open);

        story.cut(story.founding, new GrantId(open), honest.value());
        GrantId late = admit(ofDevice(BO, bo), SINGLE, open);
        GrantId beside = admit(story.founding, SINGLE, open);

        assertTrue(story.stands(honest));
        assertFalse(story.exists(unheard) || story.exists(late) || story.exists(beside));
        assertTrue(invitation(open).isEnded());
        assertEquals(Set.of(device(DI)), invitation(open).usedBy());
    }

    @Test
    void whatACutOfAnInvitationKeepsIsOnTheBranchThatItNames() {
        Bytes open = invite(story.founding, Level.WRITER);
        Bytes before = story.say(ofDevice(BO, bo), new Act.Unknown());
        GrantId smuggled = new GrantId(story.fork(before, new Act.Admit(Citizens.claim(SINGLE, 0), open)));
        GrantId honest = new GrantId(story.fork(before, new Act.Admit(Citizens.claim(DI, 0), open)));
        assertTrue(story.exists(smuggled));

        story.cut(story.founding, new GrantId(open), honest.value());

        assertTrue(story.stands(honest));
        assertFalse(story.exists(smuggled), "of the same number, and on another branch");
    }

    @Test
    void severalCutsOfAnInvitationIntersect() {
        Bytes open = invite(story.founding, Level.WRITER);
        GrantId one = admit(ofDevice(BO, bo), DI, open);
        GrantId other = admit(ofDevice(CY, cy), SINGLE, open);

        story.cut(story.founding, new GrantId(open), one.value(), other.value());
        assertTrue(story.stands(one) && story.stands(other));
        story.cut(story.paper, new GrantId(open), other.value());

        assertFalse(story.exists(one));
        assertTrue(story.stands(other));
    }

    @Test
    void anInvitationIsEndedByWhoIsAsStrongAsTheInviterAndStrongerThanTheInvited() {
        Bytes ofOwner = invite(story.founding, Level.WRITER);
        Bytes ofAdmin = invite(ofDevice(BO, bo), Level.WRITER);
        Bytes toAdmin = invite(story.founding, Level.ADMIN);
        GrantId writer = story.give(story.founding, DI, Level.WRITER);
        GrantId part = story.give(story.founding, SINGLE, new Allowance(Level.ADMIN, PART, Allowance.UNLIMITED));
        for (Bytes open : List.of(ofOwner, ofAdmin, toAdmin)) {
            story.cut(ofDevice(DI, writer), new GrantId(open));
            story.cut(ofDevice(SINGLE, part), new GrantId(open));
        }
        assertFalse(invitation(ofAdmin).isEnded());

        for (Bytes open : List.of(ofOwner, ofAdmin, toAdmin)) {
            story.cut(ofDevice(CY, cy), new GrantId(open));
        }

        assertTrue(invitation(ofAdmin).isEnded());
        assertFalse(invitation(ofOwner).isEnded() || invitation(toAdmin).isEnded());
    }

    @Test
    void whoInvitedEndsTheInvitationUnderAWeakerRightToo() {
        GrantId weaker = story.give(story.founding, FOUNDER, Level.ADMIN);
        Bytes open = invite(story.founding, Level.WRITER);

        story.cut(ofDevice(FOUNDER, weaker), new GrantId(open));

        assertTrue(invitation(open).isEnded());
    }

    @Test
    void whatAnEndedAdminEndedIsOpenAgain() {
        Bytes open = invite(ofDevice(BO, bo), Level.WRITER);
        story.cut(ofDevice(CY, cy), new GrantId(open));

        story.cut(story.founding, cy);

        assertFalse(invitation(open).isEnded());
        assertTrue(story.stands(admit(story.founding, DI, open)));
    }

    @Test
    void aRightIsEndedByWhoseScopeContainsIts() {
        GrantId part = story.give(story.founding, SINGLE, new Allowance(Level.ADMIN, PART, Allowance.UNLIMITED));
        GrantId within = story.give(story.founding, DI, new Allowance(Level.WRITER, PART, Allowance.UNLIMITED));
        GrantId beyond = story.give(story.founding, DI, Level.WRITER);

        for (GrantId right : List.of(within, beyond)) {
            story.cut(ofDevice(SINGLE, part), right);
            story.cutDevice(ofDevice(SINGLE, part), right);
        }
        story.ban(ofDevice(SINGLE, part), person(DI));

        assertFalse(story.stands(within));
        assertTrue(story.stands(beyond));
    }

    @Test
    void anotherAdminsNewGrantOutlivesACutAtTheSameTime() {
        GrantId old = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        story.cut(story.founding, old);
        GrantId fresh = story.give(ofDevice(CY, cy), DI, Level.WRITER);

        assertFalse(story.stands(old));
        assertTrue(story.stands(fresh));
    }

    @Test
    void whomAnAdminLetInHonestlyStaysWhenTheAdminIsEnded() {
        GrantId honest = story.give(ofDevice(BO, bo), DI, Level.WRITER);
        story.cut(story.founding, bo, honest.value());
        GrantId afterwards = story.give(ofDevice(BO, bo), DI, Level.WRITER);

        assertTrue(story.stands(honest));
        assertFalse(story.exists(afterwards));
    }

    @Test
    void whatAnEndedAdminEndedStandsAgain() {
        GrantId writer = story.give(story.founding, DI, Level.WRITER);
        story.cut(ofDevice(BO, bo), writer);
        assertFalse(story.stands(writer));

        story.cut(story.founding, bo);

        assertTrue(story.stands(writer));
    }

    @Test
    void theKeyOnPaperEndsTheFounderAndTheSpaceGoesOn() {
        GrantId heir = story.give(story.paper, CY, Level.OWNER);
        story.cut(story.paper, story.founders);

        Authority authority = story.authority();
        assertFalse(story.stands(story.founders));
        assertTrue(story.stands(heir) && authority.isFounded());
        assertFalse(story.exists(bo), "nothing of the founder's was kept");
        assertTrue(story.counts(Citizens.SPACE.value()), "who comes new must hear how the space began");
        assertInstanceOf(Verdict.Valid.class, authority.judge(story.founding));
    }

    @Test
    void nothingEndsTheKeyOnPaper() {
        story.ban(story.founding, Citizens.PAPER);
        story.cut(story.paper, story.founders);

        assertFalse(story.stands(story.founders));
        assertInstanceOf(Verdict.Valid.class, story.authority().judge(story.paper));
    }
}
