package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.quad.TermCodec;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

final class EditCodecTest {
    private static final LogId OWN = new LogId(Bytes.sha256(new byte[] {1}));
    private static final LogId OTHER = new LogId(Bytes.sha256(new byte[] {2}));
    private static final Node A = NodeFactory.createURI("urn:a");
    private static final Node B = NodeFactory.createURI("urn:b");

    @Seeds(400)
    void anEditIsReadAsItWasWritten(Gen gen) {
        Edit edit = SomeDeltas.edit(gen, OWN);

        Edit read = EditCodec.decode(EditCodec.encode(edit, OWN), OWN);

        assertEquals(new HashSet<>(edit.asserts()), new HashSet<>(read.asserts()));
        assertEquals(edit.asserts().size(), read.asserts().size());
        assertEquals(new HashSet<>(edit.retracts()), new HashSet<>(read.retracts()));
        assertEquals(edit.group(), read.group());
        assertEquals(edit.note(), read.note());
    }

    @Seeds(200)
    void anEditHasOneBodyWhateverTheOrderItWasPutTogetherIn(Gen gen) {
        Edit edit = SomeDeltas.edit(gen, OWN);
        Edit same = new Edit(gen.shuffled(edit.asserts()), gen.shuffled(edit.retracts()), edit.group(), edit.note());

        assertEquals(EditCodec.encode(edit, OWN), EditCodec.encode(same, OWN));
    }

    @Seeds(80)
    void whateverIsTakenIsTheOneBodyOfItsEdit(Gen gen) {
        Gen few = new Gen(gen.seed(), Math.min(gen.size(), 6));
        byte[] good = body(EditCodec.encode(SomeDeltas.edit(few, OWN), OWN)).toArray();

        Mangled.each(gen, 100, good, bytes -> {
            Edit edit = EditCodec.decode(plain(bytes), OWN);
            if (!hasSkippedField(bytes)) {
                assertEquals(Bytes.of(bytes), body(EditCodec.encode(edit, OWN)));
            }
        });
    }

    @Test
    void aLongEditIsDeflated() {
        Edit edit = edit(IntStream.range(0, 500).mapToObj(i -> quad(A, B, i)).toList());

        Bytes payload = EditCodec.encode(edit, OWN);

        assertEquals(1, payload.at(0));
        assertTrue(payload.length() < body(payload).length() / 2);
        assertEquals(500, EditCodec.decode(payload, OWN).asserts().size());
    }

    @Test
    void oneOperationPastTheLimitIsRefusedBeforeItIsSigned() {
        Edit most = edit(IntStream.range(0, EditCodec.MAX_OPERATIONS)
                .mapToObj(i -> quad(A, B, i))
                .toList());
        Edit more = edit(IntStream.rangeClosed(0, EditCodec.MAX_OPERATIONS)
                .mapToObj(i -> quad(A, B, i))
                .toList());

        assertEquals(
                EditCodec.MAX_OPERATIONS,
                EditCodec.decode(EditCodec.encode(most, OWN), OWN).operations());
        assertRejected(more);
    }

    @Test
    void oneDotPastTheLimitIsRefusedBeforeItIsSigned() {
        int each = EditCodec.MAX_SEEN;
        List<Retraction> most = IntStream.range(0, EditCodec.MAX_DOTS / each)
                .mapToObj(i -> new Retraction(quad(A, B, i), dots(each)))
                .toList();
        List<Retraction> more = new ArrayList<>(most);
        more.add(new Retraction(quad(A, B, -1), dots(1)));

        Bytes fits = EditCodec.encode(retracting(most), OWN);

        assertEquals(EditCodec.MAX_DOTS, EditCodec.decode(fits, OWN).dots());
        assertRejected(retracting(more));
    }

    private static List<Dot> dots(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(seq -> new Dot(OWN, seq))
                .toList();
    }

    private static Edit retracting(List<Retraction> retractions) {
        return new Edit(List.of(), retractions, Optional.empty(), Optional.empty());
    }

    @Test
    void aQuadThatIsNoneHasNoForm() {
        Node literal = NodeFactory.createLiteralString("s");

        assertRejected(edit(List.of(Quad.create(Quad.defaultGraphIRI, literal, B, A))));
        assertRejected(edit(List.of(Quad.create(Quad.defaultGraphIRI, A, literal, A))));
        assertRejected(edit(List.of(Quad.create(literal, A, B, A))));
        assertRejected(edit(List.of(Quad.create(Quad.unionGraph, A, B, A))));
    }

    @Test
    void theDefaultGraphHasOneSpelling() {
        Node spelled = NodeFactory.createURI(Quad.defaultGraphIRI.getURI());
        Bytes terms = terms(A, B, spelled);
        byte[] asserts = {1, 3, 1, 0, 1, 1, 1, 0};
        byte[] body = new Tlv().with(2, terms).with(6, asserts).toArray();

        assertThrows(MalformedException.class, () -> EditCodec.decode(plain(body), OWN));
    }

    @Test
    void termsThatNothingUsesAreRefused() {
        byte[] asserts = {1, 0, 1, 0, 1, 1, 1, 0};
        byte[] used = new Tlv().with(2, terms(A, B)).with(6, asserts).toArray();
        byte[] unused = new Tlv()
                .with(2, terms(A, B, NodeFactory.createURI("urn:c")))
                .with(6, asserts)
                .toArray();

        assertEquals(1, EditCodec.decode(plain(used), OWN).operations());
        assertThrows(MalformedException.class, () -> EditCodec.decode(plain(unused), OWN));
    }

    @Test
    void aTermThatSharesMoreThanItSaysIsRefused() {
        byte[] asserts = {1, 0, 1, 0, 1, 1, 1, 0};
        Bytes table = new ByteWriter()
                .u8(2)
                .u8(0)
                .sized(TermCodec.encode(A))
                .u8(0)
                .sized(TermCodec.encode(B))
                .toBytes();
        byte[] body = new Tlv().with(2, table).with(6, asserts).toArray();

        assertThrows(MalformedException.class, () -> EditCodec.decode(plain(body), OWN));
    }

    @Test
    void logsThatNothingNamesAreRefused() {
        byte[] asserts = {1, 0, 1, 0, 1, 1, 1, 0};
        Tlv body = new Tlv().with(2, terms(A, B)).with(6, asserts);

        byte[] none = body.with(4, Bytes.EMPTY).toArray();
        assertThrows(MalformedException.class, () -> EditCodec.decode(plain(none), OWN));

        byte[] unnamed = body.with(4, OTHER.value()).toArray();
        assertThrows(MalformedException.class, () -> EditCodec.decode(plain(unnamed), OWN));
    }

    @Test
    void aRetractionNamesADotOnce() {
        Dot dot = new Dot(OTHER, 3);
        Edit twice = new Edit(
                List.of(),
                List.of(new Retraction(quad(A, B, 1), List.of(dot, dot))),
                Optional.empty(),
                Optional.empty());

        Edit read = EditCodec.decode(EditCodec.encode(twice, OWN), OWN);

        assertEquals(List.of(dot), read.retracts().getFirst().seen());
    }

    @Test
    void twoRetractionsOfAQuadAreOne() {
        Retraction one = new Retraction(quad(A, B, 1), List.of(new Dot(OTHER, 3)));
        Retraction other = new Retraction(quad(A, B, 1), List.of(new Dot(OWN, 1)));

        Edit read = EditCodec.decode(
                EditCodec.encode(new Edit(List.of(), List.of(one, other), Optional.empty(), Optional.empty()), OWN),
                OWN);

        assertEquals(2, read.retracts().getFirst().seen().size());
    }

    @Test
    void aLongNoteIsCutBetweenTwoCharacters() {
        String faces = "\ud83d\ude00".repeat(EditCodec.MAX_NOTE_BYTES);
        Edit edit = new Edit(List.of(quad(A, B, 1)), List.of(), Optional.empty(), Optional.of(faces));

        String note = EditCodec.decode(EditCodec.encode(edit, OWN), OWN).note().orElseThrow();

        assertTrue(faces.startsWith(note), note);
        assertTrue(note.getBytes(StandardCharsets.UTF_8).length <= EditCodec.MAX_NOTE_BYTES);
        assertTrue(note.length() > EditCodec.MAX_NOTE_BYTES / 4);
    }

    @Test
    void fieldsToComeAreSkippedWhereTheirTagIsOdd() {
        Tlv body = new Tlv().with(2, new byte[] {0});

        assertEquals(
                0,
                EditCodec.decode(plain(body.with(9, new byte[] {1, 2}).toArray()), OWN)
                        .operations());
        assertThrows(
                MalformedException.class,
                () -> EditCodec.decode(plain(body.with(10, new byte[] {1, 2}).toArray()), OWN));
    }

    private static Edit edit(List<Quad> asserts) {
        return new Edit(asserts, List.of(), Optional.empty(), Optional.empty());
    }

    private static Quad quad(Node subject, Node predicate, int object) {
        return Quad.create(
                Quad.defaultGraphIRI, subject, predicate, NodeFactory.createLiteralString(Integer.toString(object)));
    }

    private static void assertRejected(Edit edit) {
        KithException refused = assertThrows(KithException.class, () -> EditCodec.encode(edit, OWN));
        assertEquals(Code.REJECTED, refused.code());
    }

    /** The table of {@code terms}, which must ascend. */
    private static Bytes terms(Node... terms) {
        ByteWriter out = new ByteWriter().varint(terms.length);
        byte[] before = {};
        for (Node term : terms) {
            byte[] bytes = TermCodec.encode(term).toArray();
            int shared = Arrays.mismatch(before, bytes);
            out.varint(shared).varint(bytes.length - shared).bytes(bytes, shared, bytes.length - shared);
            before = bytes;
        }
        return out.toBytes();
    }

    private static boolean hasSkippedField(byte[] body) {
        ByteReader in = new ByteReader(body);
        boolean skipped = false;
        while (in.hasRemaining()) {
            long tag = in.varint();
            in.sized(in.remaining(), "field");
            skipped |= tag % 2 == 1 && tag != 1 && tag != 3;
        }
        return skipped;
    }

    private static Bytes plain(byte[] body) {
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
