package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kith.daemon.store.Columns.Column;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks lie: what cannot be read is an error, never less than what was written. */
final class DamageTest {
    private static final Node P = NodeFactory.createURI("urn:p");
    private static final int DELTAS = 30;
    private static final int QUADS = 900;

    @TempDir
    private Path folder;

    /** What a store answers when everything is asked. */
    private record Answer(Set<Quad> all, Set<Quad> byPredicate, Set<Quad> named, List<Node> graphs, int deltas) {}

    private static List<Quad> quads() {
        List<Quad> quads = new ArrayList<>(QUADS);
        for (int i = 0; i < QUADS; i++) {
            Node graph = i % 2 == 0 ? Quad.defaultGraphIRI : NodeFactory.createURI("urn:g" + i % 7);
            quads.add(Quad.create(
                    graph, NodeFactory.createURI("urn:s" + i), P, NodeFactory.createLiteralString("a value " + i)));
        }
        return quads;
    }

    /** A store whose content lies in sorted files. */
    private Path written(boolean packed) {
        Path place = folder.resolve("whole");
        try (Store store = Store.open(place, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");
            List<Quad> quads = quads();
            int each = QUADS / DELTAS;
            for (int i = 0; i < DELTAS; i++) {
                ada.says(quads.subList(i * each, (i + 1) * each));
            }
            if (packed) {
                space.fold();
            }
        }
        // What stands in the write-ahead log goes into sorted files when a store is opened.
        Store.open(place, Pen.SMALL).close();
        return place;
    }

    private static Answer asked(Path place) {
        try (Store store = Store.open(place, Pen.SMALL)) {
            SpaceStore space = store.spaces().getFirst();
            try (Snapshot snapshot = space.snapshot()) {
                List<Node> graphs = new ArrayList<>();
                snapshot.graphs().forEachRemaining(graphs::add);
                return new Answer(
                        found(snapshot, Node.ANY, Node.ANY),
                        found(snapshot, Node.ANY, P),
                        found(snapshot, NodeFactory.createURI("urn:g1"), Node.ANY),
                        graphs,
                        space.read(space.logs().iterator().next().root().id(), 1, 1_000, Long.MAX_VALUE)
                                .size());
            }
        }
    }

    private static Set<Quad> found(Snapshot snapshot, Node graph, Node predicate) {
        Set<Quad> found = new HashSet<>();
        snapshot.find(graph, Node.ANY, predicate, Node.ANY).forEachRemaining(found::add);
        return found;
    }

    /** The answer, or nothing where the store said that it cannot give one. */
    private static Optional<Answer> orError(Path place) {
        try {
            return Optional.of(asked(place));
        } catch (KithException e) {
            assertEquals(KithException.Blame.HOST, e.blame(), e.getMessage());
            return Optional.empty();
        }
    }

    private static List<Path> sorted(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .sorted()
                    .toList();
        }
    }

    private Path copy(Path whole, String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(whole)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 0x5a);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFlippedByteIsAnErrorOrChangesNothing(boolean packed) throws IOException {
        Path whole = written(packed);
        Answer right = asked(whole);
        int errors = 0;
        for (Path file : sorted(whole)) {
            for (int part = 1; part < 6; part += 2) {
                Path copy = copy(whole, file.getFileName() + "-" + part);
                flip(copy.resolve(file.getFileName()), Files.size(file) * part / 6);

                Optional<Answer> answer = orError(copy);

                assertTrue(answer.isEmpty() || answer.get().equals(right), file + " at " + part + "/6");
                errors += answer.isEmpty() ? 1 : 0;
            }
        }
        assertEquals(QUADS, right.all().size());
        assertTrue(errors > sorted(whole).size(), errors + " errors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANIFEST-", "CURRENT"})
    void aFlippedByteInWhatTellsOfTheFilesIsAnErrorOrChangesNothing(String name) throws IOException {
        Path whole = written(true);
        Answer right = asked(whole);
        Path file;
        try (Stream<Path> files = Files.list(whole)) {
            file = files.filter(each -> String.valueOf(each.getFileName()).startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
        int errors = 0;
        for (int part = 0; part < 6; part++) {
            Path copy = copy(whole, name + part);
            flip(copy.resolve(file.getFileName()), Files.size(file) * part / 6);
            Optional<Answer> answer = orError(copy);
            assertTrue(answer.isEmpty() || answer.get().equals(right), file + " at " + part + "/6");
            errors += answer.isEmpty() ? 1 : 0;
        }
        assertTrue(errors > 2, errors + " errors");
    }

    @Test
    void aLogThatLacksADeltaIsDamaged() throws Exception {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");
            quads().stream().limit(5).forEach(ada::says);
            int log = space.log(ada.log()).orElseThrow().number();

            store.disk()
                    .database()
                    .delete(store.disk().columns().of(Column.LOG), KeyLayout.log(space.number(), log, 3));
            KithException between = assertThrows(KithException.class, () -> space.read(ada.log(), 1, 10, 1_000));
            KithException first = assertThrows(KithException.class, () -> space.read(ada.log(), 3, 10, 1_000));

            store.disk()
                    .database()
                    .delete(store.disk().columns().of(Column.LOG), KeyLayout.log(space.number(), log, 5));
            KithException last = assertThrows(KithException.class, () -> space.read(ada.log(), 5, 10, 1_000));

            assertAll(
                    () -> assertTrue(between.getMessage().contains("lacks number 3")),
                    () -> assertTrue(first.getMessage().contains("lacks number 3")),
                    () -> assertTrue(last.getMessage().contains("lacks number 5")),
                    () -> assertEquals(2, space.read(ada.log(), 1, 2, 1_000).size()),
                    () -> assertEquals(List.of(), space.read(ada.log(), 6, 10, 1_000)));
        }
    }
}
