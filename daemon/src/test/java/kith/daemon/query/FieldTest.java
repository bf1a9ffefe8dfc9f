package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kith.daemon.replica.TestNode;
import kith.daemon.store.Snapshot;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Plane;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields of one value, written by people who do not know of each other, through SPARQL. */
final class FieldTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INSERT = "INSERT DATA { <urn:ada> foaf:name '%s' }";

    @TempDir
    private Path folder;

    private final Sandbox sandbox = Sandbox.install(Prefixes.map());
    private TestNode alice;
    private TestNode bo;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        alice.found("river");
        bo.joinThrough(alice);
    }

    @AfterEach
    void close() {
        alice.close();
        bo.close();
    }

    /** Both write a name while they do not hear each other, bo the later one. */
    private void twoNames() {
        update(alice, INSERT.formatted("Ada"));
        update(bo, INSERT.formatted("Ada B."));
        exchange();
    }

    private void exchange() {
        alice.pullFrom(bo);
        bo.pullFrom(alice);
    }

    @Test
    void oneValueIsShownAndTheOtherIsKept() {
        twoNames();

        assertAll(
                () -> assertEquals(Set.of("Ada B."), names(alice)),
                () -> assertEquals(Set.of("Ada B."), names(bo)),
                () -> assertEquals(List.of("Ada"), hidden(alice)),
                () -> assertEquals(List.of("Ada"), hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void theNextWriteSettlesIt() {
        twoNames();

        update(alice, INSERT.formatted("Ada Byron"));
        exchange();

        assertAll(
                () -> assertEquals(Set.of("Ada Byron"), names(bo)),
                () -> assertEquals(List.of(), hidden(alice)),
                () -> assertEquals(List.of(), hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void sayingTheShownValueAgainSettlesItToo() {
        twoNames();

        Receipt receipt = update(alice, INSERT.formatted("Ada B."));
        exchange();

        assertAll(
                () -> assertEquals(0, receipt.added()),
                () -> assertEquals(1, receipt.removed()),
                () -> assertEquals(Set.of("Ada B."), names(bo)),
                () -> assertEquals(List.of(), hidden(bo)));
    }

    @Test
    void aRehearsalTellsOfTheHiddenValueThatWouldGo() {
        twoNames();

        try (WriteAccess write = space(alice).write()) {
            Modification.parse(sandbox, INSERT.formatted("Ada Byron"), List.of(), List.of())
                    .make(write, PATIENCE, 1_000);
            Receipt receipt = write.dryRun(10);

            assertEquals(2, receipt.removed());
            assertTrue(receipt.diff().contains("- <urn:ada> <http://xmlns.com/foaf/0.1/name> \"Ada\""));
        }
    }

    @Test
    void choosingTheHiddenValueShowsIt() {
        twoNames();

        update(alice, INSERT.formatted("Ada"));
        exchange();

        assertAll(
                () -> assertEquals(Set.of("Ada"), names(bo)),
                () -> assertEquals(List.of(), hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void deletingTheShownValueDoesNotBringTheOtherBack() {
        twoNames();

        update(bo, "DELETE WHERE { <urn:ada> foaf:name ?name }");
        exchange();

        assertAll(
                () -> assertEquals(Set.of(), names(alice)),
                () -> assertEquals(List.of(), hidden(alice)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void deleteAndInsertWhereTakesThePlaceOfAll() {
        twoNames();

        update(bo, "DELETE { ?s foaf:name ?old } INSERT { ?s foaf:name 'Countess' } WHERE { ?s foaf:name ?old }");
        exchange();

        assertAll(() -> assertEquals(Set.of("Countess"), names(alice)), () -> assertEquals(List.of(), hidden(alice)));
    }

    @Test
    void aWriteThatDidNotSeeTheOthersSettlesNothingForThem() {
        update(alice, INSERT.formatted("one"));
        exchange();
        update(alice, INSERT.formatted("two"));
        update(bo, INSERT.formatted("three"));

        exchange();

        assertAll(
                () -> assertEquals(Set.of("three"), names(alice)),
                () -> assertEquals(List.of("two"), hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void aFieldOfManyValuesShowsThemAll() {
        update(alice, "INSERT DATA { <urn:ada> foaf:nick 'one' }");
        update(bo, "INSERT DATA { <urn:ada> foaf:nick 'two' }");
        exchange();

        assertEquals(2, quads(alice).size());
        assertEquals(List.of(), hidden(alice));
    }

    @Test
    void aFieldOfAnotherGraphIsAnotherField() {
        update(alice, INSERT.formatted("here"));
        update(alice, "INSERT DATA { GRAPH <urn:g> { <urn:ada> foaf:name 'there' } }");

        assertEquals(Set.of("here", "there"), names(alice));
    }

    @Test
    void thePastShowsWhatWasShownThen() {
        twoNames();
        String conflict = delta(bo);
        update(alice, INSERT.formatted("Ada Byron"));
        exchange();

        assertAll(
                () -> assertEquals(Set.of("Ada B."), namesAt(alice, conflict)),
                () -> assertEquals(Set.of("Ada B."), namesAt(bo, conflict)),
                () -> assertEquals(Set.of("Ada Byron"), names(alice)));
    }

    @Test
    void revertingTheWriteThatSettledShowsWhatWasShownBefore() {
        twoNames();
        Receipt settled = update(alice, INSERT.formatted("Ada Byron"));

        SpaceAccess space = space(alice);
        try (WriteAccess write = space.write()) {
            write.revert(String.valueOf(settled.delta()));
            write.commit("");
        }
        exchange();

        assertAll(
                () -> assertEquals(Set.of("Ada B."), names(bo)),
                () -> assertEquals(List.of(), hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void revertingAHiddenValueTakesItBack() {
        twoNames();
        String hiddenOne = delta(alice);

        try (WriteAccess write = space(alice).write()) {
            write.revert(hiddenOne);
            write.commit("");
        }
        exchange();

        assertAll(
                () -> assertEquals(Set.of("Ada B."), names(bo)),
                () -> assertEquals(List.of(), hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    /** The last delta that the node wrote itself. */
    private static String delta(TestNode node) {
        return node.replica().store().logs().stream()
                .filter(log -> log.root().author().equals(node.self().node())
                        && log.root().plane() == Plane.DATA)
                .map(log -> node.replica()
                        .store()
                        .read(log.root().id(), log.head().seq(), 1, 0)
                        .getFirst()
                        .briefId())
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> namesAt(TestNode node, String moment) {
        DatasetGraph then = space(node).readAt(moment);
        try {
            Set<String> names = new HashSet<>();
            then.find(Node.ANY, NodeFactory.createURI("urn:ada"), Node.ANY, Node.ANY)
                    .forEachRemaining(quad -> names.add(quad.getObject().getLiteralLexicalForm()));
            return names;
        } finally {
            then.close();
        }
    }

    private static SpaceAccess space(TestNode node) {
        return new ReplicaSpaces(node.replicas(), count -> Bytes.owned(new byte[count]))
                .space("river")
                .orElseThrow();
    }

    @Test
    void aHiddenValueIsStillThereAfterARestart() {
        twoNames();
        String before = alice.digest();

        alice.close();
        alice = TestNode.open(folder.resolve("alice"), 1);

        assertEquals(before, alice.digest());
        assertEquals(List.of("Ada"), hidden(alice));
    }

    private Receipt update(TestNode node, String text) {
        SpaceAccess space = space(node);
        Modification modification = Modification.parse(sandbox, text, List.of(), List.of());
        try (WriteAccess write = space.write()) {
            modification.make(write, PATIENCE, 1_000);
            return write.commit("");
        }
    }

    private static Set<String> names(TestNode node) {
        return quads(node).stream()
                .map(quad -> quad.getObject().getLiteralLexicalForm())
                .collect(Collectors.toSet());
    }

    private static List<Quad> quads(TestNode node) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            List<Quad> quads = new ArrayList<>();
            snapshot.find(Node.ANY, NodeFactory.createURI("urn:ada"), Node.ANY, Node.ANY)
                    .forEachRemaining(quads::add);
            return quads;
        }
    }

    private static List<String> hidden(TestNode node) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            return snapshot.hidden(10).stream()
                    .map(quad -> quad.getObject().getLiteralLexicalForm())
                    .toList();
        }
    }
}
