package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts of a space through the door. */
final class ConflictTest {
    private static final String CONFLICTS = "/v1/spaces/home/conflicts";
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

    private Raw.Answer settle(String body) {
        return door.post(CONFLICTS + "/settle", JSON, body);
    }

    @Test
    void eachQuestionAsksForTheConflicts() {
        assertAll(
                () -> answers("conflicts home 7", door.get(CONFLICTS + "?limit=7")),
                () -> answers("conflict home urn:x urn:p", door.get(CONFLICTS + "/thing?thing=urn:x&field=urn:p")));
    }

    private static void answers(String what, Raw.Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains(what), answer.body());
    }

    @Test
    void aChoiceBecomesAChangeOrIsRehearsed() {
        String choice = "{\"thing\":\"urn:x\",\"keep\":\"value\",\"value\":\"a\",\"type\":\"literal\"";

        Raw.Answer rehearsed = settle(choice + ",\"dryRun\":true}");
        Raw.Answer done = settle(choice + "}");

        answers("+ <urn:x>", rehearsed);
        answers("\"added\":1", done);
    }

    @Test
    void whatIsMissingOrWrongIsRefused() {
        assertAll(
                () -> assertEquals(400, door.get(CONFLICTS + "/thing").status()),
                () -> assertEquals(400, door.get(CONFLICTS + "?limit=10001").status()),
                () -> assertEquals(400, settle("{\"thing\":\"urn:x\"}").status()),
                () -> assertEquals(
                        400, settle("{\"thing\":\"urn:x\",\"keep\":\"both\"}").status()),
                () -> assertEquals(
                        400, settle("{\"thing\":\"urn:x\",\"keep\":\"value\"}").status()),
                () -> assertEquals(
                        400,
                        settle("{\"thing\":\"urn:x\",\"keep\":\"shown\",\"value\":\"a\"}")
                                .status()),
                () -> assertEquals(
                        400,
                        settle("{\"thing\":\"urn:x\",\"keep\":\"shown\",\"note\":\"" + "n".repeat(1001) + "\"}")
                                .status()),
                () -> assertEquals(
                        415, door.post(CONFLICTS + "/settle", "text/turtle", "").status()));
    }
}
