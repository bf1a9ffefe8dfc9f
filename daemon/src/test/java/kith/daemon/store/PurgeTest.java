package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import kith.daemon.store.Columns.Column;
import kith.ontology.delta.Dot;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.SignedDelta;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** The bytes of what was erased leave every file of the store. */
final class PurgeTest {
    private static final String CANARY = "zq-canary-7";

    @TempDir
    Path folder;

    private Store store;
    private SpaceStore space;
    private Pen ada;

    @BeforeEach
    void open() {
        store = Store.open(folder, Pen.SMALL);
        space = Pen.space(store, "river");
        ada = new Pen(space, "ada");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Quad about(String subject, String value) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("http://e.org/" + subject),
                NodeFactory.createURI("http://e.org/note"),
                NodeFactory.createLiteralString(value));
    }

    @Test
    void nothingOfAnErasedDeltaIsInAnyFile() throws IOException {
        ada.says(about("other", "kept"));
        ada.says(about(CANARY, CANARY + " as a text"), about("bo", CANARY + "x".repeat(300)));
        store.sync();
        assertFalse(filesWith(CANARY).isEmpty());

        erase(2);
        purge();

        assertEquals(List.of(), filesWith(CANARY));
        assertEquals(List.of(), entriesWith(CANARY));
        assertTrue(shows(about("other", "kept")));
    }

    @Test
    void nothingIsInAnyFileThoughItWasInSortedOnesBefore() throws IOException {
        ada.says(about(CANARY, CANARY + " as a text"));
        assertTrue(space.purge().compact());
        assertFalse(entriesWith(CANARY).isEmpty());

        erase(1);
        purge();

        assertEquals(List.of(), filesWith(CANARY));
        assertEquals(List.of(), entriesWith(CANARY));
    }

    @Test
    void aWordThatOthersUseStays() {
        Quad first = about("ada", "the very same text");
        Quad second = about("bo", "the very same text");
        ada.says(first);
        ada.says(second);

        erase(1);
        purge();

        assertFalse(shows(first));
        assertTrue(shows(second));
    }

    @Test
    void aWordThatOnlyATakenBackFactUsesStays() {
        Quad first = about("ada", "the very same text");
        Quad second = about("bo", "the very same text");
        ada.says(first);
        ada.says(second);
        ada.takesBack(second);

        erase(1);
        purge();

        try (Snapshot now = space.snapshot()) {
            assertEquals(2, now.history(second).operations().size());
            Iterator<Quad> held = now.everHeld(Node.ANY, Node.ANY);
            assertEquals(second, held.next());
            assertFalse(held.hasNext());
        }
    }

    @Test
    void aWordMayComeAgain() {
        Quad quad = about(CANARY, CANARY + " as a text");
        ada.says(quad);
        erase(1);
        space.purge().bury();

        ada.says(quad);
        space.purge().drop();
        assertTrue(space.purge().compact());
        assertTrue(space.purge().finish());

        assertTrue(shows(quad));
        reopen();
        assertTrue(shows(quad));
    }

    @Test
    void whoReadsThePastIsWaitedFor() {
        Quad quad = about(CANARY, CANARY + " as a text");
        ada.says(quad);
        Snapshot past = space.snapshot();

        erase(1);
        space.purge().bury();

        assertTrue(space.purge().isHeld());
        assertEquals(quad, past.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).next());
        past.close();
        assertFalse(space.purge().isHeld());
    }

    @Test
    void whatWasBegunGoesOnAfterARestart() throws IOException {
        ada.says(about(CANARY, CANARY + " as a text"));
        erase(1);
        space.purge().bury();

        reopen();

        assertTrue(space.purge().isPending());
        purge();
        assertEquals(List.of(), filesWith(CANARY));
        reopen();
        assertFalse(space.purge().isPending());
    }

    @Test
    void whatIsErasedMeanwhileNeedsAnotherRound() {
        ada.says(about("ada", "a text"));
        ada.says(about("bo", "another text"));
        erase(1);
        space.purge().bury();
        erase(2);
        space.purge().drop();
        assertTrue(space.purge().compact());

        assertFalse(space.purge().finish());

        assertTrue(space.purge().isPending());
        purge();
        assertFalse(space.purge().isPending());
    }

    @Test
    @Timeout(60)
    void filesAreWrittenAnewByOneAtATime() throws Exception {
        ada.says(about("other", "kept"));
        FutureTask<Boolean> first = new FutureTask<>(space.purge()::compact);
        FutureTask<Boolean> second = new FutureTask<>(space.purge()::compact);
        List<Thread> both = List.of(new Thread(first), new Thread(second));
        RocksDB database = store.disk().database();

        // Who is in the database now stays there, and does not look to Java as if it waited.
        database.pauseBackgroundWork();
        try {
            both.forEach(Thread::start);
            while (both.stream().noneMatch(thread -> thread.getState() == Thread.State.WAITING)) {
                Thread.sleep(10);
            }
        } finally {
            database.continueBackgroundWork();
        }

        assertTrue(first.get());
        assertTrue(second.get());
    }

    private void erase(long seq) {
        SignedDelta delta = space.delta(new Dot(ada.log(), seq)).orElseThrow();
        try (Commit commit = space.begin(dot -> true)) {
            commit.erase(delta, Optional.of(EditCodec.decode(delta.entry().payload(), ada.log())));
            commit.write();
        }
    }

    private void purge() {
        space.purge().bury();
        space.purge().drop();
        assertTrue(space.purge().compact());
        assertTrue(space.purge().finish());
    }

    private void reopen() {
        store.close();
        store = Store.open(folder, Pen.SMALL);
        space = store.spaces().getFirst();
    }

    private boolean shows(Quad quad) {
        try (Snapshot snapshot = space.snapshot()) {
            return snapshot.contains(quad);
        }
    }

    /** Files that have the text somewhere in their bytes. */
    private List<String> filesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    /** Entries of the sorted files, whose blocks are compressed, and of the columns, that have the text. */
    private List<String> entriesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        for (Column column : Column.values()) {
            Disk disk = store.disk();
            try (Cursor cursor =
                    new Cursor(disk.database().newIterator(disk.columns().of(column)), new byte[0])) {
                for (; cursor.isWithin(new byte[0]); cursor.next()) {
                    note(column.toString(), cursor.key(), cursor.value(), text, found);
                }
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sst")).toList()) {
                read(file, text, found);
            }
        }
        return found;
    }

    private static void read(Path file, String text, List<String> found) {
        try (Options options = new Options();
                ReadOptions all = new ReadOptions();
                SstFileReader reader = new SstFileReader(options)) {
            reader.open(file.toString());
            try (SstFileReaderIterator entries = reader.newIterator(all)) {
                for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                    note(file.getFileName().toString(), entries.key(), entries.value(), text, found);
                }
            }
        } catch (RocksDBException e) {
            throw new AssertionError("a sorted file does not open", e);
        }
    }

    private static void note(String where, byte[] key, byte[] value, String text, List<String> found) {
        String entry = new String(key, StandardCharsets.ISO_8859_1) + new String(value, StandardCharsets.ISO_8859_1);
        if (entry.contains(text)) {
            found.add(where);
        }
    }
}
