package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.Test;

final class CutoffTest {
    private static final LogId LOG = new LogId(bytes(1));

    @Test
    void theyStandInOrderAndNoneTwice() {
        Cutoff first = new Cutoff(new Dot(LOG, 1), bytes(9));
        Cutoff second = new Cutoff(new Dot(LOG, 2), bytes(3));
        Cutoff branch = new Cutoff(new Dot(LOG, 2), bytes(4));

        assertEquals(List.of(first, second, branch), Cutoff.sorted(List.of(branch, second, first, second)));
        assertEquals(List.of(first, second), read(first, second));
        assertThrows(MalformedException.class, () -> read(second, first));
        assertThrows(MalformedException.class, () -> read(first, first));
    }

    private static List<Cutoff> read(Cutoff... cutoffs) {
        ByteWriter out = new ByteWriter().varint(cutoffs.length);
        for (Cutoff cutoff : cutoffs) {
            out.bytes(cutoff.dot().log().value()).varint(cutoff.dot().seq()).bytes(cutoff.link());
        }
        return Cutoff.read(new ByteReader(out.toBytes()));
    }

    @Test
    void aDeltaIsNumberedFromOneToTheMostThatALogHas() {
        assertEquals(
                DeltaCodec.MAX_SEQ,
                read(new Cutoff(new Dot(LOG, DeltaCodec.MAX_SEQ), bytes(2)))
                        .getFirst()
                        .dot()
                        .seq());
        assertThrows(MalformedException.class, () -> read(new Cutoff(new Dot(LOG, DeltaCodec.MAX_SEQ + 1), bytes(2))));
        Bytes zero = new ByteWriter()
                .varint(1)
                .bytes(LOG.value())
                .varint(0)
                .bytes(bytes(2))
                .toBytes();
        assertThrows(MalformedException.class, () -> Cutoff.read(new ByteReader(zero)));
    }

    @Test
    void anEndKeeps1024DeltasAndNotOneMore() {
        List<Cutoff> most = many(1_024);
        Act ban = new Act.Ban(new KeyId(bytes(5)), most, "");
        assertEquals(Optional.of(ban), ActCodec.decode(ActCodec.encode(ban)));

        List<Cutoff> past = many(1_025);
        GrantId grant = new GrantId(bytes(6));
        assertTrue(assertThrows(KithException.class, () -> new Act.Cut(grant, true, past, ""))
                .getMessage()
                .contains("at most 1024"));
        ByteWriter out = new ByteWriter().varint(past.size());
        past.forEach(cutoff -> out.bytes(LOG.value()).varint(cutoff.dot().seq()).bytes(cutoff.link()));
        assertThrows(MalformedException.class, () -> Cutoff.read(new ByteReader(out.toBytes())));
    }

    private static List<Cutoff> many(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(seq -> new Cutoff(new Dot(LOG, seq), bytes(seq)))
                .toList();
    }

    @Test
    void anActLifts256BansAndNotOneMore() {
        Act most = invite(256);
        assertEquals(Optional.of(most), ActCodec.decode(ActCodec.encode(most)));

        Act past = invite(257);
        assertThrows(KithException.class, () -> ActCodec.encode(past));
    }

    private static Act invite(int lifts) {
        Set<Bytes> links = IntStream.range(0, lifts).mapToObj(CutoffTest::bytes).collect(Collectors.toSet());
        return new Act.Invite(new KeyId(bytes(5)), Allowance.of(Level.WRITER), 1, links);
    }

    @Test
    void nothingFollowsThem() {
        Bytes form =
                new ByteWriter().bytes(Cutoff.write(new ArrayList<>())).u8(0).toBytes();

        assertThrows(MalformedException.class, () -> Cutoff.read(new ByteReader(form)));
    }

    private static Bytes bytes(int number) {
        return Bytes.sha256(Bytes.utf8("number " + number).view());
    }
}
