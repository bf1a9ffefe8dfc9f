package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

final class DeltaCodecTest {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");
    private static final VerifyingKey KEY = VerifyingKey.of(AUTHOR.id()).orElseThrow();

    @Seeds(150)
    void aRunIsReadAsItWasWritten(Gen gen) {
        LogRoot root = root(gen);
        LogHead head = SomeDeltas.head(gen, root);
        DeltaRun run = SomeDeltas.withdrawn(gen, head, SomeDeltas.chain(gen, root, head, AUTHOR));

        assertEquals(run, read(bytes(run)));
    }

    @Seeds(150)
    void whatWasSignedVerifiesWithTheSameLinks(Gen gen) {
        LogRoot root = root(gen);
        LogHead head = SomeDeltas.head(gen, root);
        List<VerifiedDelta> signed = SomeDeltas.chain(gen, root, head, AUTHOR);

        DeltaRun run = SomeDeltas.withdrawn(gen, head, signed);
        List<VerifiedDelta> verified = DeltaCodec.verify(root, KEY, head, read(bytes(run)));

        assertEquals(links(signed), links(verified));
        assertEquals(
                signed.getLast().delta().signature(), verified.getLast().delta().signature());
    }

    @Seeds(60)
    void aWithdrawnDeltaHasTheHeaderOfTheWholeOne(Gen gen) {
        Entry entry = SomeDeltas.entry(gen, false, 1, gen.bytes(gen.from(0, 100)));

        assertEquals(DeltaCodec.header(7, entry), DeltaCodec.header(7, entry.withdrawn()));
        assertEquals(entry.withdrawn(), entry.withdrawn().withdrawn());
        assertEquals(Bytes.EMPTY, entry.withdrawn().payload());
    }

    @Test
    void anActIsNeverWithdrawn() {
        LogRoot root = SomeDeltas.root(new Gen(1), AUTHOR, Plane.CONTROL);
        LogHead start = LogHead.start(root.id());
        Entry act = new Entry(true, 1, List.of(), salt(), Bytes.EMPTY);
        VerifiedDelta said = DeltaCodec.sign(root, start, act, AUTHOR);
        DeltaRun run = SomeDeltas.run(start, List.of(said.withdrawn()));

        assertThrows(MalformedException.class, () -> DeltaCodec.verify(root, KEY, start, run));
        assertThrows(MalformedException.class, () -> read(bytes(run)));
        assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, start, entry(1).withdrawn(), AUTHOR));
    }

    @Test
    void aWithdrawnPayloadKeepsToTheLimitOfPayloads() {
        LogRoot root = root(new Gen(1));
        Entry.Withdrawn tooLong =
                new Entry.Withdrawn(DeltaCodec.MAX_PAYLOAD_BYTES + 1, root.id().value());
        Entry.Withdrawn most =
                new Entry.Withdrawn(DeltaCodec.MAX_PAYLOAD_BYTES, root.id().value());
        Signature none = new Signature(new Gen(2).bytes(Signature.BYTES));

        assertThrows(
                MalformedException.class,
                () -> read(bytes(
                        new DeltaRun(1, root.id().value(), List.of(new Entry(false, 1, List.of(), tooLong)), none))));
        // Lengths of what is not carried fill no run.
        Entry left = new Entry(false, 1, List.of(), most);
        Entry next = new Entry(false, 2, List.of(), most);
        assertEquals(
                2,
                read(bytes(new DeltaRun(1, root.id().value(), List.of(left, next), none)))
                        .entries()
                        .size());
    }

    @Seeds(150)
    void everyFirstPartOfARunStandsOnItsOwn(Gen gen) {
        LogRoot root = root(gen);
        LogHead head = SomeDeltas.head(gen, root);
        List<VerifiedDelta> signed = SomeDeltas.chain(gen, root, head, AUTHOR);
        int cut = gen.from(1, signed.size());
        LogHead middle = LogHead.of(signed.get(cut - 1).delta());

        assertEquals(cut, verify(root, head, signed.subList(0, cut)).size());
        if (cut < signed.size()) {
            List<VerifiedDelta> rest = signed.subList(cut, signed.size());
            assertEquals(rest.size(), verify(root, middle, rest).size());
        }
    }

    @Seeds(150)
    void nothingInARunCanBeChangedUnseen(Gen gen) {
        LogRoot root = root(gen);
        LogHead head = SomeDeltas.head(gen, root);
        DeltaRun run = SomeDeltas.withdrawn(gen, head, SomeDeltas.chain(gen, root, head, AUTHOR));

        Mangled.each(gen, 20, bytes(run), bytes -> {
            DeltaRun read = read(bytes);
            if (!read.equals(run)) {
                assertThrows(MalformedException.class, () -> DeltaCodec.verify(root, KEY, head, read));
            }
        });
    }

    @Seeds(60)
    void whoeverReadsARunWritesItSo(Gen gen) {
        LogRoot root = root(gen);
        LogHead head = SomeDeltas.head(gen, root);
        byte[] good = bytes(SomeDeltas.withdrawn(gen, head, SomeDeltas.chain(gen, root, head, AUTHOR)));

        Mangled.each(gen, 60, good, bytes -> assertEquals(Bytes.of(bytes), Bytes.of(bytes(read(bytes)))));
    }

    @Test
    void aRunDoesNotContinueAnotherPlace() {
        LogRoot root = root(new Gen(1));
        LogHead start = LogHead.start(root.id());
        List<VerifiedDelta> signed = chain(root, start, 3);
        LogHead first = LogHead.of(signed.getFirst().delta());

        assertThrows(MalformedException.class, () -> verify(root, first, signed));
        assertThrows(MalformedException.class, () -> verify(root, start, signed.subList(1, 3)));
        assertThrows(
                MalformedException.class,
                () -> DeltaCodec.verify(
                        root, KEY, first, new DeltaRun(2, start.link(), entries(signed), last(signed))));
    }

    @Test
    void aSignatureOfAnotherDoesNotHold() {
        LogRoot root = root(new Gen(1));
        LogHead start = LogHead.start(root.id());
        DeltaRun run = SomeDeltas.run(start, chain(root, start, 2));
        VerifyingKey other = VerifyingKey.of(SomeDeltas.key("other").id()).orElseThrow();
        Signature forged = new Signature(new Gen(2).bytes(Signature.BYTES));

        assertThrows(MalformedException.class, () -> DeltaCodec.verify(root, other, start, run));
        assertThrows(
                MalformedException.class,
                () -> DeltaCodec.verify(root, KEY, start, new DeltaRun(1, run.previousLink(), run.entries(), forged)));
    }

    @Test
    void aRunStaysInTheRangeOfNumbers() {
        LogRoot root = root(new Gen(1));
        LogHead far = new LogHead(Long.MAX_VALUE - 1, root.id().value(), 0);
        DeltaRun one = SomeDeltas.run(far, chain(root, far, 1));
        DeltaRun two = new DeltaRun(Long.MAX_VALUE, one.previousLink(), List.of(entry(1), entry(2)), one.signature());

        assertThrows(MalformedException.class, () -> read(bytes(two)));
        assertThrows(MalformedException.class, () -> DeltaCodec.verify(root, KEY, far, two));
    }

    @Test
    void nobodySignsInTheLogOfAnother() {
        LogRoot root = root(new Gen(1));

        assertThrows(
                IllegalArgumentException.class,
                () -> DeltaCodec.sign(root, LogHead.start(root.id()), entry(1), SomeDeltas.key("other")));
    }

    @Test
    void theClockOfALogNeverStandsStill() {
        LogRoot root = root(new Gen(1));
        LogHead start = LogHead.start(root.id());
        LogHead later =
                LogHead.of(DeltaCodec.sign(root, start, entry(5), AUTHOR).delta());

        assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, later, entry(5), AUTHOR));
        assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, start, entry(0), AUTHOR));
        assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, start, entry(-1), AUTHOR));
    }

    @Test
    void aPayloadStaysOnItsPlane() {
        LogRoot data = root(new Gen(1));
        Entry control = new Entry(true, 1, List.of(), salt(), Bytes.EMPTY);

        assertThrows(
                IllegalArgumentException.class, () -> DeltaCodec.sign(data, LogHead.start(data.id()), control, AUTHOR));
    }

    @Test
    void limitsHoldForWhoSignsAsForWhoReads() {
        LogRoot root = root(new Gen(1));
        LogHead start = LogHead.start(root.id());
        Bytes most = Bytes.owned(new byte[DeltaCodec.MAX_PAYLOAD_BYTES]);
        Bytes more = Bytes.owned(new byte[DeltaCodec.MAX_PAYLOAD_BYTES + 1]);
        Entry full = new Entry(false, 1, List.of(), salt(), most);
        Entry over = new Entry(false, 1, List.of(), salt(), more);

        DeltaRun run = SomeDeltas.run(start, List.of(DeltaCodec.sign(root, start, full, AUTHOR)));
        assertEquals(run, read(bytes(run)));
        assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, start, over, AUTHOR));
        assertThrows(
                MalformedException.class,
                () -> read(bytes(new DeltaRun(1, start.link(), List.of(over), run.signature()))));

        List<Dot> deps = dots(DeltaCodec.MAX_DEPS);
        DeltaCodec.sign(root, start, new Entry(false, 1, deps, salt(), Bytes.EMPTY), AUTHOR);
        Entry tooMany = new Entry(false, 1, dots(DeltaCodec.MAX_DEPS + 1), salt(), Bytes.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, start, tooMany, AUTHOR));
        assertThrows(
                MalformedException.class,
                () -> read(bytes(new DeltaRun(1, start.link(), List.of(tooMany), run.signature()))));
    }

    @Test
    void aRunHasAtMost256Entries() {
        LogRoot root = root(new Gen(1));
        LogHead start = LogHead.start(root.id());
        List<VerifiedDelta> signed = chain(root, start, DeltaCodec.MAX_RUN_ENTRIES + 1);

        DeltaRun most = SomeDeltas.run(start, signed.subList(0, DeltaCodec.MAX_RUN_ENTRIES));
        assertEquals(most, read(bytes(most)));
        assertThrows(MalformedException.class, () -> read(bytes(SomeDeltas.run(start, signed))));
    }

    @Test
    void dependenciesAscendAndNameOtherLogs() {
        LogRoot root = root(new Gen(1));
        LogHead start = LogHead.start(root.id());
        List<Dot> two = dots(2);

        List<List<Dot>> wrong =
                List.of(two.reversed(), List.of(two.getFirst(), two.getFirst()), List.of(new Dot(root.id(), 1)));

        for (List<Dot> deps : wrong) {
            Entry entry = new Entry(false, 1, deps, salt(), Bytes.EMPTY);
            assertThrows(IllegalArgumentException.class, () -> DeltaCodec.sign(root, start, entry, AUTHOR));
        }
    }

    private static LogRoot root(Gen gen) {
        return SomeDeltas.root(gen, AUTHOR, Plane.DATA);
    }

    private static Entry entry(long clock) {
        return new Entry(false, clock, List.of(), salt(), Bytes.EMPTY);
    }

    private static Bytes salt() {
        return Bytes.owned(new byte[DeltaCodec.SALT_BYTES]);
    }

    private static List<Dot> dots(int count) {
        Gen gen = new Gen(7);
        return IntStream.range(0, count)
                .mapToObj(i -> new Dot(SomeDeltas.log(gen), i + 1))
                .sorted()
                .toList();
    }

    private static List<VerifiedDelta> chain(LogRoot root, LogHead start, int count) {
        List<VerifiedDelta> chain = new ArrayList<>();
        LogHead at = start;
        for (int i = 0; i < count; i++) {
            VerifiedDelta delta = DeltaCodec.sign(root, at, entry(i + 1), AUTHOR);
            chain.add(delta);
            at = LogHead.of(delta.delta());
        }
        return chain;
    }

    private static List<VerifiedDelta> verify(LogRoot root, LogHead head, List<VerifiedDelta> signed) {
        return DeltaCodec.verify(root, KEY, head, SomeDeltas.run(head, signed));
    }

    private static List<Entry> entries(List<VerifiedDelta> signed) {
        return signed.stream().map(VerifiedDelta::entry).toList();
    }

    private static Signature last(List<VerifiedDelta> signed) {
        return signed.getLast().delta().signature().orElseThrow();
    }

    private static List<Bytes> links(List<VerifiedDelta> deltas) {
        return deltas.stream().map(delta -> delta.delta().link()).toList();
    }

    private static byte[] bytes(DeltaRun run) {
        ByteWriter out = new ByteWriter();
        DeltaCodec.write(run, out);
        return out.toArray();
    }

    private static DeltaRun read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        DeltaRun run = DeltaCodec.read(in);
        in.end();
        return run;
    }
}
