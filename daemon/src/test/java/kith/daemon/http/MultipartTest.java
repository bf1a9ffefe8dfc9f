package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several documents in one request to the graph store. */
final class MultipartTest {
    private static final String NAMED = "/spaces/home/data?graph=http://example.org/parts";
    private static final String FORM = "Content-Type: multipart/form-data; boundary=";

    @TempDir
    private Path folder;

    private OpenDoor door;

    @BeforeEach
    void open() {
        door = new OpenDoor(folder);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
        try (var left = Files.list(door.spool)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private Raw.Answer send(String method, String body, String... headers) {
        try (Raw raw = door.raw()) {
            return raw.ask(method, NAMED, body, headers);
        }
    }

    private Raw.Answer post(String body) {
        return send("POST", body, FORM + "AaB");
    }

    private String graph() {
        return send("GET", "", "Accept: application/n-triples").body();
    }

    private static String part(String headers, String body) {
        return "--AaB\r\n" + headers.replace("\n", "\r\n") + "\r\n\r\n" + body + "\r\n";
    }

    private static String triple(String name) {
        return "<http://e/" + name + "> <http://e/p> <http://e/o> .";
    }

    @Test
    void theDocumentsOfAllPartsAreOneGraph() {
        Raw.Answer made = post(part(
                        "Content-Disposition: form-data; name=\"a\"\nContent-Type: text/turtle; charset=utf-8",
                        triple("a"))
                + part("content-disposition: form-data; name=b; filename=\"b.NT\"", triple("b"))
                + part(
                        "Content-Disposition: form-data; name=c; filename=\"c.jsonld\"\nContent-Type: application/octet-stream",
                        "{\"@id\": \"http://e/c\", \"http://e/p\": {\"@id\": \"http://e/o\"}}")
                + "--AaB--\r\n");

        assertAll(
                () -> assertEquals(201, made.status(), made.body()),
                () -> assertTrue(made.body().contains("\"added\":3"), made.body()),
                () -> assertEquals(3, graph().lines().count()));
    }

    @Test
    void partsTakeThePlaceOfAGraphTogether() {
        post(part("Content-Type: text/turtle", triple("old")) + "--AaB--");

        Raw.Answer put = send(
                "PUT",
                part("Content-Type: text/turtle", triple("a")) + part("Content-Type: text/turtle", triple("b"))
                        + "--AaB--",
                FORM + "\"AaB\"");

        assertEquals(200, put.status(), put.body());
        assertEquals(List.of(triple("a"), triple("b")), graph().lines().sorted().toList());
    }

    @Test
    void whatLooksLikeABoundaryIsPartOfADocument() {
        String text = "<http://e/a> <http://e/p> \"\"\"\r\r\n--Aa\r\n--A\r\n-\r\r\n--AaC\"\"\" .";

        Raw.Answer made = post(part("Content-Type: text/turtle", text) + "--AaB--");

        assertEquals(201, made.status(), made.body());
        assertTrue(graph().contains("--AaC"), graph());
    }

    @Test
    void aLargePartIsPutAside() {
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            large.append(triple("n" + i)).append('\n');
        }

        Raw.Answer made = post(part("Content-Type: application/n-triples", large.toString()) + "--AaB--");

        assertTrue(made.body().contains("\"added\":5000"), made.body());
    }

    @Test
    void partsOfAPartCountAsParts() {
        String inner = "--In\r\nContent-Type: text/turtle\r\n\r\n" + triple("a")
                + "\r\n--In\r\nContent-Type: text/turtle\r\n\r\n" + triple("b") + "\r\n--In--";

        Raw.Answer made = post(part("Content-Type: multipart/mixed; boundary=In", inner) + "--AaB--");
        Raw.Answer deeper = post(part(
                        "Content-Type: multipart/mixed; boundary=In",
                        "--In\r\nContent-Type: multipart/mixed; boundary=Deep\r\n\r\n\r\n--In--")
                + "--AaB--");

        assertAll(
                () -> assertTrue(made.body().contains("\"added\":2"), made.body()),
                () -> assertEquals(400, deeper.status(), deeper.body()));
    }

    @Test
    void oneBrokenPartChangesNothing() {
        int before = door.space.quads().size();

        Raw.Answer broken = post(
                part("Content-Type: text/turtle", triple("a")) + part("Content-Type: text/turtle", "<x") + "--AaB--");
        Raw.Answer cut =
                post(part("Content-Type: text/turtle", triple("a")) + part("Content-Type: text/turtle", triple("b")));

        assertAll(
                () -> assertEquals(400, broken.status(), broken.body()),
                () -> assertEquals(400, cut.status(), cut.body()),
                () -> assertTrue(cut.body().contains("last boundary"), cut.body()),
                () -> assertEquals(before, door.space.quads().size()));
    }

    @Test
    void aPartThatIsNoGraphIsNamedByItsNumber() {
        String first = part("Content-Type: text/turtle", triple("a"));

        Raw.Answer field = post(first + part("Content-Disposition: form-data; name=\"graph\"", "urn:x") + "--AaB--");
        Raw.Answer quads = post(first + part("Content-Type: application/n-quads", "") + "--AaB--");
        Raw.Answer charset = post(part("Content-Type: text/turtle; charset=latin1", "") + "--AaB--");
        Raw.Answer coded = post(part("Content-Type: text/turtle\nContent-Transfer-Encoding: base64", "") + "--AaB--");

        assertAll(
                () -> assertEquals(415, field.status(), field.body()),
                () -> assertTrue(field.body().contains("part 2"), field.body()),
                () -> assertEquals(415, quads.status(), quads.body()),
                () -> assertEquals(415, charset.status(), charset.body()),
                () -> assertEquals(415, coded.status(), coded.body()));
    }

    @Test
    void whatABodyMayHaveIsLimited() {
        String one = part("Content-Type: text/turtle", triple("a"));

        Raw.Answer most = post(one.repeat(Multipart.MAX_PARTS) + "--AaB--");
        Raw.Answer many = post(one.repeat(Multipart.MAX_PARTS + 1) + "--AaB--");
        Raw.Answer head = post(part("X: " + "x".repeat(Multipart.MAX_PART_HEAD_BYTES), "") + "--AaB--");
        Raw.Answer none = post("--AaB--");
        Raw.Answer unnamed = send("POST", one, "Content-Type: multipart/form-data");

        assertAll(
                () -> assertEquals(201, most.status(), most.body()),
                () -> assertEquals(400, many.status(), many.body()),
                () -> assertEquals(400, head.status(), head.body()),
                () -> assertEquals(400, none.status(), none.body()),
                () -> assertEquals(400, unnamed.status(), unnamed.body()));
    }

    @Test
    void theLimitOfQuadsIsOneForAllParts() {
        StringBuilder half = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            half.append("<a:").append(i).append("> <a:p> 1 .\n");
        }
        String part =
                part("Content-Type: application/n-triples", half.toString().replace("1 .", "<a:o> ."));

        Raw.Answer two = post(part + part + "--AaB--");

        assertEquals(413, two.status(), two.body());
    }

    @Test
    void theStoreNamesTheSameDocumentsTheSame() {
        String one = part("Content-Type: text/turtle", triple("a"));
        String place = NAMED.substring(0, NAMED.indexOf('?'));

        Raw.Answer first;
        Raw.Answer again;
        try (Raw raw = door.raw()) {
            first = raw.ask("POST", place, one + "--AaB--", FORM + "AaB");
            again = raw.ask("POST", place, one.replace("AaB", "Other") + "--Other--", FORM + "Other");
        }

        assertEquals(201, first.status(), first.body());
        assertEquals(200, again.status(), again.body());
    }
}
