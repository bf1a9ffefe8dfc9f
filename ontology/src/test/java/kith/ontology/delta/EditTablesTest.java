package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.quad.TermCodec;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of a body at their edges: one form each, nothing twice, nothing after the end, no limit passed by one. */
final class EditTablesTest {
    private static final LogId OWN = log(0);
    private static final int GROUP = 1;
    private static final int TERMS = 2;
    private static final int LOGS = 4;
    private static final int ASSERTS = 6;
    private static final int RETRACTS = 8;
    private static final int LOGS_LIMIT = 4_096;

    private static final Bytes A = TermCodec.encode(NodeFactory.createURI("urn:a"));
    /** The default graph, and the first, second and second term. */
    private static final byte[] ABB = {1, 0, 1, 0, 1, 1, 1, 1};

    private static final byte[] ABA = {1, 0, 1, 0, 1, 1, 1, 0};

    @Test
    void aTermStandsOnceInItsTable() {
        assertEquals(1, read(table(), ABA).operations());

        Bytes twice = new ByteWriter().u8(2).u8(0).sized(A).u8(A.length()).u8(0).toBytes();

        assertRefused("terms out of order", twice, ABA);
    }

    @Test
    void nothingFollowsTheLastTerm() {
        Bytes more = new ByteWriter().bytes(table()).u8(0).toBytes();

        assertThrows(MalformedException.class, () -> read(more, ABA));
    }

    @Test
    void nothingFollowsThePartOfAGroup() {
        ByteWriter group = new ByteWriter().bytes(new byte[16]).varint(7);
        Tlv body = new Tlv().with(TERMS, table()).with(ASSERTS, ABB);

        assertEquals(
                7,
                decode(body.with(GROUP, group.toBytes())).group().orElseThrow().part());

        Tlv longer = new Tlv()
                .with(TERMS, table())
                .with(ASSERTS, ABB)
                .with(GROUP, group.u8(0).toBytes());
        assertThrows(MalformedException.class, () -> decode(longer));
    }

    @Test
    void aLogStandsOnceInItsTableAndOursNever() {
        List<LogId> two = Stream.of(log(1), log(2)).sorted().toList();

        assertEquals(2, retracting(two, 1, 1, 2, 2).dots());
        assertEquals(
                2,
                retracting(two, 1, 1, 1, 2, 2, 2).retracts().getFirst().seen().stream()
                        .map(Dot::log)
                        .filter(two.getFirst()::equals)
                        .count());
        assertThrows(MalformedException.class, () -> retracting(List.of(log(1), log(1)), 1, 1, 2, 2));
        assertThrows(MalformedException.class, () -> retracting(two.reversed(), 1, 1, 2, 2));
        assertThrows(MalformedException.class, () -> retracting(List.of(OWN), 1, 1));
    }

    @Test
    void aRetractionNamesRealDotsInOrder() {
        assertEquals(1, retracting(List.of(), 0, 1).dots());
        assertThrows(MalformedException.class, () -> retracting(List.of(), 0, 0));
        assertThrows(MalformedException.class, () -> retracting(List.of(), 0, 1, 0, 1));
        assertThrows(MalformedException.class, () -> retracting(List.of(), 0, 2, 0, 1));
        assertThrows(MalformedException.class, () -> retracting(List.of()));
    }

    @Test
    void oneLogPastTheLimitIsRefusedBeforeItIsSigned() {
        List<Dot> dots = IntStream.rangeClosed(1, LOGS_LIMIT)
                .mapToObj(number -> new Dot(log(number), 1))
                .sorted()
                .toList();
        List<Retraction> most = List.of(new Retraction(quad(1), dots));
        List<Retraction> more = new ArrayList<>(most);
        more.add(new Retraction(quad(2), List.of(new Dot(log(LOGS_LIMIT + 1), 1))));

        assertEquals(
                LOGS_LIMIT,
                EditCodec.decode(EditCodec.encode(edit(most), OWN), OWN).dots());
        assertEquals(
                Code.REJECTED,
                assertThrows(KithException.class, () -> EditCodec.encode(edit(more), OWN))
                        .code());
    }

    @Test
    void anEditFitsExactlyIntoItsOwnSize() {
        Edit edit = new Edit(List.of(quad(1), quad(2)), List.of(), Optional.empty(), Optional.empty());
        Bytes payload = EditCodec.encode(edit, OWN);

        assertEquals(Optional.of(payload), EditCodec.encodeWithin(payload.length(), edit, OWN));
        assertTrue(EditCodec.encodeWithin(payload.length() - 1, edit, OWN).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0x7f, 1", "0x80, 2", "0x7ff, 2", "0x800, 3", "0xfffd, 3", "0x10000, 4"})
    void aNoteKeepsAsManyCharactersAsItsBytesAllow(String character, int bytes) {
        String one = Character.toString(Integer.decode(character));
        int fitting = EditCodec.MAX_NOTE_BYTES / bytes;
        Edit edit = new Edit(List.of(quad(1)), List.of(), Optional.empty(), Optional.of(one.repeat(fitting + 1)));

        Edit read = EditCodec.decode(EditCodec.encode(edit, OWN), OWN);

        assertEquals(Optional.of(one.repeat(fitting)), read.note());
    }

    private static Edit edit(List<Retraction> retracts) {
        return new Edit(List.of(), retracts, Optional.empty(), Optional.empty());
    }

    private static Quad quad(int number) {
        Node name = NodeFactory.createURI("urn:n" + number);
        return Quad.create(Quad.defaultGraphIRI, name, name, name);
    }

    private static LogId log(int number) {
        return new LogId(Bytes.sha256(Bytes.utf8("log " + number).view()));
    }

    /** urn:a and urn:b, which shares all but its last byte. */
    private static Bytes table() {
        Bytes b = TermCodec.encode(NodeFactory.createURI("urn:b"));
        int shared = b.length() - 1;
        return new ByteWriter()
                .u8(2)
                .u8(0)
                .sized(A)
                .u8(shared)
                .u8(1)
                .bytes(b.slice(shared, b.length()))
                .toBytes();
    }

    /** A retraction of one quad that names {@code dots}: index of a log, number, and so on. */
    private static Edit retracting(List<LogId> logs, int... dots) {
        ByteWriter block = new ByteWriter().bytes(ABB).varint(dots.length / 2);
        IntStream.of(dots).forEach(block::varint);
        Tlv body = new Tlv().with(TERMS, table()).with(RETRACTS, block.toBytes());
        if (!logs.isEmpty()) {
            ByteWriter table = new ByteWriter();
            logs.forEach(log -> table.bytes(log.value()));
            body.with(LOGS, table.toBytes());
        }
        return decode(body);
    }

    private static Edit read(Bytes terms, byte[] asserts) {
        return decode(new Tlv().with(TERMS, terms).with(ASSERTS, asserts));
    }

    private static void assertRefused(String why, Bytes terms, byte[] asserts) {
        String said = assertThrows(MalformedException.class, () -> read(terms, asserts))
                .getMessage();
        assertTrue(said.contains(why), said);
    }

    private static Edit decode(Tlv body) {
        return EditCodec.decode(new ByteWriter().u8(0).bytes(body.toArray()).toBytes(), OWN);
    }
}
