package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import kith.daemon.index.FreshRows;
import kith.daemon.index.Order;
import kith.daemon.index.Row;
import kith.daemon.store.Columns.Column;
import kith.daemon.store.Examination.Fault;
import kith.ontology.delta.Dot;
import kith.ontology.delta.EditCodec;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** What an examination tells of a store that is whole, and of one that is not. */
final class ExaminationTest {
    private static final Node P = NodeFactory.createURI("urn:p");

    @TempDir
    private Path folder;

    private Store store;
    private SpaceStore space;
    private Pen ada;

    /** Notes what it is told. */
    private static class Notes implements Examination.Course {
        final List<Fault> faults = new ArrayList<>();
        long steps;

        @Override
        public void step(String part, long done, long of) {
            assertTrue(done <= of || of == 0, part + " " + done + " of " + of);
            steps++;
        }

        @Override
        public void found(Fault fault) {
            faults.add(fault);
        }
    }

    @BeforeEach
    void write() {
        store = Store.open(folder.resolve("store"), Pen.SMALL);
        space = Pen.space(store, "river");
        ada = new Pen(space, "ada");
        for (int i = 0; i < 20; i++) {
            ada.says(quad(i), quad(i + 100));
        }
        ada.takesBack(quad(3));
        new Pen(space, "bo").says(quad(3), quad(500));
        new Pen(space, "cy").saysUnseen(quad(600));
    }

    @AfterEach
    void end() {
        store.close();
    }

    private static Quad quad(int number) {
        Node graph = number % 2 == 0 ? Quad.defaultGraphIRI : NodeFactory.createURI("urn:g" + number % 3);
        return Quad.create(
                graph,
                NodeFactory.createURI("urn:subject:" + number),
                P,
                NodeFactory.createLiteralString("a value of number " + number));
    }

    private List<Fault> examined() {
        Notes notes = new Notes();
        Examination.space(
                space,
                (root, delta) -> Optional.of(EditCodec.decode(delta.entry().payload(), root.id())),
                notes);
        return notes.faults;
    }

    private List<Fault> filesExamined() {
        Notes notes = new Notes();
        Examination.files(store, notes);
        return notes.faults;
    }

    private byte[] logKey(long seq) {
        return KeyLayout.log(space.number(), space.log(ada.log()).orElseThrow().number(), seq);
    }

    private void put(Column column, byte[] key, byte[] value) throws RocksDBException {
        store.disk().database().put(store.disk().columns().of(column), key, value);
    }

    private void delete(Column column, byte[] key) throws RocksDBException {
        store.disk().database().delete(store.disk().columns().of(column), key);
    }

    private byte[] get(Column column, byte[] key) throws RocksDBException {
        return store.disk().database().get(store.disk().columns().of(column), key);
    }

    private Row row(Quad quad) {
        Terms terms = space.terms();
        long[] ids = {
            terms.find(quad.getGraph()).orElseThrow(),
            terms.find(quad.getSubject()).orElseThrow(),
            terms.find(quad.getPredicate()).orElseThrow(),
            terms.find(quad.getObject()).orElseThrow()
        };
        return Objects.requireNonNull(space.index().view().row(space.index().present(), ids));
    }

    /** Lets the disk say something else of a quad. */
    private void damage(Quad quad, byte[] kept) throws RocksDBException {
        put(
                Column.FRESH,
                KeyLayout.prefix(space.number(), 1_000),
                FreshRows.of(List.of(row(quad).keeping(kept))).bytes());
        reopen();
    }

    private void reopen() {
        store.close();
        store = Store.open(folder.resolve("store"), Pen.SMALL);
        space = store.spaces().getFirst();
    }

    @Test
    void ofAWholeStoreNothingIsTold() {
        assertEquals(List.of(), filesExamined());
        assertEquals(List.of(), examined());
    }

    @Test
    void anAlteredDeltaIsNamedByLogAndNumber() throws Exception {
        byte[] entry = get(Column.LOG, logKey(7));
        entry[entry.length - 1] ^= 1;
        put(Column.LOG, logKey(7), entry);

        List<Fault> faults = examined();

        Fault altered = faults.getFirst();
        assertEquals("delta", altered.part());
        assertEquals("river", altered.space());
        assertEquals(Optional.of(ada.log()), altered.log());
        assertEquals(7, altered.first());
        assertTrue(altered.says().contains("link"), altered.says());
        assertTrue(faults.stream().allMatch(fault -> fault.first() == 7), faults.toString());
    }

    @Test
    void aSignatureThatDoesNotHoldIsNamed() throws Exception {
        byte[] entry = get(Column.LOG, logKey(9));
        entry[1 + 8 + 32 + 5] ^= 1;
        put(Column.LOG, logKey(9), entry);

        List<Fault> faults = examined();

        assertEquals(1, faults.size(), faults.toString());
        assertEquals(9, faults.getFirst().first());
        assertTrue(
                faults.getFirst().says().contains("signature"),
                faults.getFirst().says());
    }

    @Test
    void aGapIsOneStretch() throws Exception {
        for (long seq = 5; seq < 9; seq++) {
            delete(Column.LOG, logKey(seq));
        }

        Fault gap = examined().getFirst();

        assertEquals(5, gap.first());
        assertEquals(8, gap.last());
        assertTrue(gap.says().contains("not in the store"), gap.says());
    }

    @Test
    void anEntryPastTheHeadIsTold() throws Exception {
        put(Column.LOG, logKey(99), get(Column.LOG, logKey(1)));

        List<Fault> faults = examined();

        assertEquals(List.of("log"), faults.stream().map(Fault::part).toList());
    }

    @Test
    void anOperationThatIsInNoRowIsNamedByItsDelta() throws Exception {
        damage(quad(104), new byte[0]);

        List<Fault> faults = examined();

        Fault missing = faults.getFirst();
        assertEquals("operation", missing.part());
        assertEquals(5, missing.first());
        assertTrue(faults.stream().anyMatch(fault -> fault.part().equals("count")), faults.toString());
    }

    @Test
    void anOperationThatNoDeltaSaysIsNamed() throws Exception {
        damage(quad(6), row(quad(4)).kept());

        List<Fault> faults = examined();

        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.part().equals("operation")
                                && fault.first() == 5
                                && fault.says().contains("does not say")),
                faults.toString());
    }

    @Test
    void aRowThatShowsWhatItsOperationsHideIsTold() throws Exception {
        byte[] hidden = row(quad(8)).kept().clone();
        hidden[0] = 0;
        damage(quad(8), hidden);

        List<Fault> faults = examined();

        assertTrue(faults.stream().anyMatch(fault -> fault.part().equals("row")), faults.toString());
    }

    @Test
    void anIndexThatLacksQuadsIsNamed() throws Exception {
        space.fold();
        byte[] from = KeyLayout.page(space.number(), Order.OSPG.code(), 0);
        byte[] to = KeyLayout.page(space.number(), Order.OSPG.code(), Long.MAX_VALUE);
        store.disk().database().deleteRange(store.disk().columns().of(Column.PAGE), from, to);
        reopen();

        List<Fault> faults = examined();

        assertEquals(1, faults.size(), faults.toString());
        assertTrue(faults.getFirst().says().contains("OSPG"), faults.getFirst().says());
    }

    @Test
    void aCountThatIsOffIsTold() throws Exception {
        SpaceCounts counts = space.counts();
        space.write(
                () -> {},
                new SpaceCounts(counts.quads() + 1, counts.deltas() + 1, counts.nextTerm()),
                space.index().view());

        List<Fault> faults = examined();

        assertEquals(List.of("count", "count"), faults.stream().map(Fault::part).toList());
    }

    @Test
    void aTermThatCannotBeReadOrFoundIsTold() throws Exception {
        long id = space.terms().find(P).orElseThrow();
        byte[] text = get(Column.ID_TO_TERM, KeyLayout.id(space.number(), id));
        delete(Column.TERM_TO_ID, KeyLayout.term(space.number(), kith.ontology.bytes.Bytes.of(text)));
        long other = space.terms().find(quad(1).getSubject()).orElseThrow();
        put(Column.ID_TO_TERM, KeyLayout.id(space.number(), other), new byte[] {99, 99});

        List<String> says = examined().stream().map(Fault::says).toList();

        assertTrue(
                says.stream().anyMatch(text1 -> text1.startsWith("1 of") && text1.contains("found")), says.toString());
        assertTrue(says.stream().anyMatch(text2 -> text2.contains("cannot be read")), says.toString());
    }

    /** A flipped byte of a file of logs names the deltas of its block, also where caches still have them whole. */
    @Test
    void aDamagedFileOfLogsNamesTheDeltasThatAreGone() throws Exception {
        Random chance = new Random(7);
        for (int i = 0; i < 400; i++) {
            byte[] noise = new byte[600];
            chance.nextBytes(noise);
            String text = java.util.HexFormat.of().formatHex(noise);
            ada.says(Quad.create(Quad.defaultGraphIRI, P, P, NodeFactory.createLiteralString(text)));
        }
        assertEquals(List.of(), filesExamined());
        assertEquals(List.of(), examined());
        // So that nothing is left to be compacted of itself while the file is damaged.
        assertTrue(space.purge().compact());
        Path file = fileOf(Column.LOG);
        flip(file, Files.size(file) / 3);

        List<Fault> faults = filesExamined();

        assertEquals("file", faults.getFirst().part());
        assertTrue(faults.getFirst().says().contains(String.valueOf(file.getFileName())), faults.toString());
        Fault gone = faults.get(1);
        assertEquals(Optional.of(ada.log()), gone.log());
        assertTrue(gone.first() > 1 && gone.last() <= 421 && gone.first() <= gone.last(), gone.toString());
        Dot before = new Dot(ada.log(), gone.first() - 1);
        assertTrue(space.delta(before).isPresent());
    }

    @Test
    void itEndsWhenItsCourseSaysSo() {
        Notes ended = new Notes() {
            @Override
            public void step(String part, long done, long of) {
                throw new KithException(KithException.Blame.HOST, Code.INTERRUPTED, "enough");
            }
        };

        assertThrows(KithException.class, () -> Examination.files(store, ended));
        assertThrows(KithException.class, () -> Examination.space(space, (root, delta) -> Optional.empty(), ended));
        assertEquals(List.of(), examined());
    }

    @Test
    void aCheckpointIsAStoreOfItsMoment() {
        store.checkpoint(folder.resolve("then"));
        ada.says(quad(700));

        try (Store then = Store.open(folder.resolve("then"), Pen.SMALL)) {
            SpaceStore river = then.spaces().getFirst();
            try (Snapshot snapshot = river.snapshot()) {
                assertTrue(snapshot.contains(quad(19)));
                assertEquals(41, snapshot.size());
            }
        }
    }

    @Test
    void aDiskThatTakesNothingIsNoFaultOfWhatItHas() throws IOException {
        Path aside = Files.move(folder.resolve("store"), folder.resolve("aside"));
        Notes notes = new Notes();

        KithException failed = assertThrows(KithException.class, () -> Examination.files(store, notes));

        assertEquals(KithException.Blame.HOST, failed.blame());
        assertEquals(List.of(), notes.faults);
        Files.move(aside, folder.resolve("store"));
    }

    @Test
    void aSpaceIsMeasuredByWhatItsBytesAre() {
        filesExamined();

        assertEquals(
                List.of("logs", "heads", "index", "dictionary"),
                List.copyOf(space.bytes().keySet()));
        assertTrue(
                space.bytes().values().stream().allMatch(bytes -> bytes > 0),
                space.bytes().toString());
    }

    private Path fileOf(Column column) throws IOException {
        List<String> names = store.disk().database().getLiveFilesMetaData().stream()
                .filter(file -> new String(file.columnFamilyName(), java.nio.charset.StandardCharsets.UTF_8)
                        .equals(column.name().toLowerCase(java.util.Locale.ROOT)))
                .sorted(java.util.Comparator.comparingLong(org.rocksdb.LiveFileMetaData::size))
                .map(file -> file.fileName().substring(1))
                .toList();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).equals(names.getLast()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 0x5a);
        }
    }
}
