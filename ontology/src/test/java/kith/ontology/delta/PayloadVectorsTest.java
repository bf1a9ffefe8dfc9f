package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Golden;
import kith.ontology.testkit.Written;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

final class PayloadVectorsTest {
    private final Golden golden = Golden.open("payloads.txt");

    @Test
    void theDictionaryIsTheOneOfTheFormat() throws IOException {
        Golden.Block block = golden.blocksWith("dictionary-sha256").getFirst();
        try (InputStream in = EditCodec.class.getResourceAsStream("dictionary-1.txt")) {
            byte[] dictionary = Objects.requireNonNull(in).readAllBytes();

            block.expect("dictionary-bytes", Integer.toString(dictionary.length));
            block.expect("dictionary-sha256", Bytes.sha256(dictionary));
        }
    }

    @Test
    void everyEditHasItsBody() {
        for (Golden.Block block : golden.blocksWith("body")) {
            LogId log = new LogId(block.bytes("log"));
            Edit edit = edit(block);

            block.expect("body", body(EditCodec.encode(edit, log)));
            assertSame(edit, EditCodec.decode(plain(block.bytes("body")), log));
        }
    }

    /** Compressors differ in what they write and agree in what they read: a deflated payload is read, not compared. */
    @Test
    void aDeflatedPayloadSaysTheSame() {
        for (Golden.Block block : golden.blocksWith("deflated")) {
            LogId log = new LogId(block.bytes("log"));

            assertEquals(block.bytes("body"), body(block.bytes("deflated")));
            assertSame(edit(block), EditCodec.decode(block.bytes("deflated"), log));
        }
    }

    @Test
    void whatIsNoPayloadIsRefused() {
        for (Golden.Block block : golden.blocksWith("refused")) {
            LogId log = new LogId(block.bytes("log"));
            Bytes payload = block.bytes("refused");

            assertThrows(MalformedException.class, () -> EditCodec.decode(payload, log), block::toString);
        }
    }

    private static void assertSame(Edit expected, Edit actual) {
        assertEquals(new HashSet<>(expected.asserts()), new HashSet<>(actual.asserts()));
        assertEquals(new HashSet<>(expected.retracts()), new HashSet<>(actual.retracts()));
        assertEquals(expected.group(), actual.group());
        assertEquals(expected.note(), actual.note());
    }

    private static Edit edit(Golden.Block block) {
        List<Quad> asserts = block.all("assert").stream().map(Written::quad).toList();
        List<Retraction> retracts = block.all("retract").stream()
                .map(PayloadVectorsTest::retraction)
                .toList();
        Optional<Edit.Group> group = block.find("group").map(text -> {
            String[] parts = text.split(" ", 2);
            return new Edit.Group(Bytes.hex(parts[0]), Integer.parseInt(parts[1]));
        });
        return new Edit(asserts, retracts, group, block.find("note"));
    }

    /** {@code LOG/SEQ LOG/SEQ | QUAD}. */
    private static Retraction retraction(String text) {
        int bar = text.indexOf('|');
        List<Dot> seen = new ArrayList<>();
        for (String dot : text.substring(0, bar).strip().split(" ")) {
            int slash = dot.indexOf('/');
            seen.add(new Dot(new LogId(Bytes.hex(dot.substring(0, slash))), Long.parseLong(dot.substring(slash + 1))));
        }
        return new Retraction(Written.quad(text.substring(bar + 1).strip()), seen);
    }

    private static Bytes plain(Bytes body) {
        return new ByteWriter().u8(0).bytes(body).toBytes();
    }

    private static Bytes body(Bytes payload) {
        ByteReader in = new ByteReader(payload);
        if (in.u8() == 0) {
            return in.bytes(in.remaining());
        }
        int length = in.varint(EditCodec.MAX_BODY_BYTES, "body of");
        return Bytes.owned(Deflation.inflate(in.take(in.remaining()), length));
    }
}
