package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resources of membership: what is sent reaches the daemon whole, and nothing else does. */
final class MembershipTest {
    private static final String JSON = "application/json";

    @TempDir
    private Path folder;

    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(folder);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invites|{'can':'write'}|invite s Terms[can=write, scope=, quotaBytes=0, lifts=] PT48H false",
                "invites|{'can':'read','expiresSeconds':60,'dryRun':true}"
                        + "|invite s Terms[can=read, scope=, quotaBytes=0, lifts=] PT1M true",
                "invites|{'can':'admin','scope':'graph=urn:a','quotaBytes':5,'liftBans':'ab cd'}"
                        + "|invite s Terms[can=admin, scope=graph=urn:a, quotaBytes=5, lifts=ab cd] PT48H false",
                "invites|{'device':true,'expiresSeconds':5}|inviteDevice s PT5S false",
                "grants|{'whom':'bo','can':'read'}|grant s bo Terms[can=read, scope=, quotaBytes=0, lifts=] false",
                "ends|{'what':'member','whom':'bo'}"
                        + "|end s Ending[what=MEMBER, whom=bo, since=null, keepNothing=false, reason=] false",
                "ends|{'what':'device','since':'2026-11-20','reason':'lost','dryRun':true}"
                        + "|end s Ending[what=DEVICE, whom=null, since=2026-11-20, keepNothing=false, reason=lost] true",
                "ends|{'what':'ban','whom':'bo','keepNothing':true}"
                        + "|end s Ending[what=BAN, whom=bo, since=null, keepNothing=true, reason=] false",
                "adoptions|{'whom':'bo','dryRun':true}|adopt s bo true",
                "admissions|{'claim':'kith:claim/x'}|admit s kith:claim/x false",
                "recoveries|{'paper':'kith:paper/x'}|recover s kith:paper/x null false",
                "recoveries|{'vote':'bo','dryRun':true}|recover s null bo true",
                "paper|{'paper':'kith:paper/x'}|checkPaper s kith:paper/x",
            })
    void whatIsToldReachesTheMembership(String resource, String body, String asked) {
        Raw.Answer answer = door.post("/v1/spaces/s/" + resource, JSON, body.replace('\'', '"'));

        assertAll(
                () -> assertEquals(200, answer.status(), answer.body()),
                () -> assertTrue(answer.body().contains("\"" + asked + "\""), answer.body()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invites|{}",
                "invites|{'can':'rule'}",
                "invites|{'can':'read','quotaBytes':-1}",
                "invites|{'can':'read','quotaBytes':1.5}",
                "invites|{'can':'read','quotaBytes':1125899906842625}",
                "grants|{'can':'read'}",
                "ends|{'what':'space','whom':'bo'}",
                "ends|{'what':'member'}",
                "ends|{'what':'member','whom':'bo','since':'2026-11-20','keepNothing':true}",
                "adoptions|{}",
                "admissions|{}",
                "recoveries|{}",
                "recoveries|{'paper':'a','vote':'b'}",
                "paper|{'paper':'a','dryRun':true}",
            })
    void whatIsNotAsItShouldBeIsRefused(String resource, String body) {
        Raw.Answer answer = door.post("/v1/spaces/s/" + resource, JSON, body.replace('\'', '"'));

        assertAll(
                () -> assertEquals(400, answer.status(), answer.body()),
                () -> assertTrue(door.household.asked.isEmpty()));
    }

    @Test
    void aBodyOfAnotherTypeIsNotRead() {
        assertEquals(
                415,
                door.post("/v1/spaces/s/ends", "text/plain", "{\"what\":\"ban\"}")
                        .status());
    }

    @Test
    void aListTakesNoParameters() {
        assertEquals(400, door.get("/v1/spaces/s/members?limit=5").status());
    }
}
