package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BundleResourceTest {
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
                "/v1/spaces/home/bundle | '' | bundle home null false -",
                "/v1/spaces/home/bundle?bare=true | '' | bundle home null true -",
                "/v1/spaces/home/bundle?for=ben-phone | earlier | bundle home ben-phone false earlier",
            })
    void aBundleIsAskedFor(String target, String since, String asked) {
        Raw.Answer answer = door.post(target, BundleResource.TYPE, since);

        assertAll(
                () -> assertEquals(200, answer.status(), answer.body()),
                () -> assertEquals(BundleResource.TYPE, answer.header("content-type")),
                () -> assertEquals("a bundle", answer.body()),
                () -> assertEquals(List.of(asked), door.household.asked));
    }

    @Test
    void whatIsRefusedIsNoBundle() {
        assertAll(
                () -> assertEquals(
                        404, door.post("/v1/spaces/nowhere/bundle", "", "").status()),
                () -> assertEquals(
                        400, door.post("/v1/spaces/home/bundle?for=", "", "").status()),
                () -> assertEquals(
                        400, door.post("/v1/spaces/home/bundle?since=x", "", "").status()));
    }

    @Test
    void aBundleIsHandedOver() {
        Raw.Answer answer = door.post("/v1/bundles", BundleResource.TYPE, "deltas");

        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("took deltas"), answer.body());
    }

    @Test
    void whoAcceptsLinesIsToldHowFarItIs() {
        Raw.Answer answer = door.post("/v1/bundles", BundleResource.TYPE, "deltas", "Accept: application/x-ndjson");

        assertEquals("application/x-ndjson", answer.header("content-type"));
        assertEquals("{\"told\":6}\n{\"result\":{\"asked\":\"took deltas\"}}\n", answer.body());
    }

    @ParameterizedTest
    @CsvSource({"/v1/bundles, 68719476736", "/v1/spaces/home/bundle, 16777216"})
    void aByteMoreThanTheLimitIsRefusedByItsHead(String target, long limit) {
        try (Raw raw = door.raw()) {
            raw.send("POST " + target + " HTTP/1.1\r\nHost: kith\r\nContent-Length: " + (limit + 1) + "\r\n\r\n");

            Raw.Answer answer = raw.answer();

            assertEquals(413, answer.status());
            assertTrue(answer.body().contains("the limit here is " + limit), answer.body());
        }
    }
}
