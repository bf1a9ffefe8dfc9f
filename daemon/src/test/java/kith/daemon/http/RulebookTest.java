package kith.daemon.http;

import static kith.daemon.http.OpenDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and shapes of a space through the door. */
final class RulebookTest {
    private static final String SCHEMA = "/v1/spaces/home/schema";
    private static final String JSON = "application/json";
    private static final String TURTLE = "text/turtle";

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

    @Test
    void eachResourceAsksTheRulebook() {
        assertAll(
                () -> answers("schema home", door.get(SCHEMA)),
                () -> answers("schema home urn:p", door.get(SCHEMA + "/entry?key=" + encoded("urn:p"))),
                () -> answers(
                        "rule home urn:p urn:C latest true",
                        door.post(SCHEMA + "/rules?predicate=urn:p&class=urn:C&policy=latest&dry-run=true", JSON, "")),
                () -> answers(
                        "shapes home boats 2 false",
                        door.post(SCHEMA + "/shapes/boats", TURTLE, "<urn:s> <urn:p> 1, [] .")),
                () -> answers("remove home boats - false", door.post(SCHEMA + "/remove?key=boats", JSON, "")));
    }

    private static void answers(String what, Raw.Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains(what), answer.body());
    }

    @Test
    void whatIsMissingOrWrongIsRefused() {
        assertAll(
                () -> assertEquals(400, door.get(SCHEMA + "/entry").status()),
                () -> assertEquals(
                        400,
                        door.post(SCHEMA + "/rules?policy=latest", JSON, "").status()),
                () -> assertEquals(
                        400,
                        door.post(SCHEMA + "/rules?predicate=p&policy=latest", JSON, "")
                                .status()),
                () -> assertEquals(
                        400,
                        door.post(SCHEMA + "/rules?predicate=xx:nick&policy=latest", JSON, "")
                                .status(),
                        "a prefix that nobody knows"),
                () -> assertEquals(
                        400,
                        door.post(SCHEMA + "/shapes/boats", TURTLE, "<urn:s> <urn:p>")
                                .status()),
                () -> assertEquals(
                        415,
                        door.post(SCHEMA + "/shapes/boats", "text/csv", "a,b").status()));
    }

    @Test
    void shapesHaveALimit() {
        StringBuilder most = new StringBuilder();
        for (int i = 0; i < RulebookResource.MAX_TRIPLES; i++) {
            most.append("<urn:s> <urn:p> ").append(i).append(" .\n");
        }

        Raw.Answer fits = door.post(SCHEMA + "/shapes/boats", TURTLE, most.toString());
        Raw.Answer large = door.post(SCHEMA + "/shapes/boats", TURTLE, most + "<urn:s> <urn:p> <urn:o> .");

        assertEquals(200, fits.status(), fits.body());
        assertTrue(large.status() >= 400 && large.body().contains("4096"), large.body());
    }
}
