package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import kith.daemon.query.Modification;
import kith.daemon.query.Rejected;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.Sandbox;
import kith.daemon.query.WriteAccess;
import kith.daemon.replica.TestNode;
import kith.daemon.store.Snapshot;
import kith.ontology.access.Act;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Prefixes;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and shapes of a space's own: what they show, hide and refuse, on every node of the space. */
final class SpaceRulebookTest {
    private static final String SIZE = "urn:size";
    private static final String BOAT = "urn:Boat";
    private static final Optional<String> NO_CLASS = Optional.empty();
    private static final String BOATS = """
            <urn:BoatShape> sh:targetClass <urn:Boat> ;
                sh:property [ sh:path <urn:size> ; sh:maxCount 1 ; sh:datatype xsd:integer ] .
            """;

    @TempDir
    private Path folder;

    private final Sandbox sandbox = Sandbox.install(Prefixes.map());
    private TestNode ada;
    private TestNode bo;

    @BeforeEach
    void open() {
        ada = TestNode.open(folder.resolve("ada"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        ada.found("river");
        bo.joinThrough(ada);
    }

    @AfterEach
    void close() {
        ada.close();
        bo.close();
    }

    private void inStep() {
        ada.pullFrom(bo);
        bo.pullFrom(ada);
        assertEquals(ada.digest(), bo.digest());
    }

    private static SpaceRulebook book(TestNode node) {
        return new SpaceRulebook(node.replica());
    }

    private void update(TestNode node, String update) {
        Modification modification = Modification.parse(sandbox, update, List.of(), List.of());
        try (WriteAccess write = new ReplicaSpaces(
                        node.replicas(), count -> node.machine().random(count))
                .space("river")
                .orElseThrow()
                .write()) {
            modification.make(write, Duration.ofSeconds(30), 1_000);
            write.commit("");
        }
    }

    private static Set<String> shown(TestNode node) {
        return shown(node, "urn:x");
    }

    private static Set<String> shown(TestNode node, String thing) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            Set<String> values = new TreeSet<>();
            snapshot.find(Node.ANY, NodeFactory.createURI(thing), NodeFactory.createURI(SIZE), Node.ANY)
                    .forEachRemaining(quad -> values.add(quad.getObject().getLiteralLexicalForm()));
            return values;
        }
    }

    private static int hidden(TestNode node) {
        try (Snapshot snapshot = node.replica().snapshot()) {
            return snapshot.hidden(100).size();
        }
    }

    private static Set<Quad> turtle(String text) {
        DatasetGraph parsed = DatasetGraphFactory.create();
        String prefixes = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
                + "PREFIX owl: <http://www.w3.org/2002/07/owl#> ";
        RDFParser.fromString(prefixes + text, Lang.TURTLE).parse(parsed);
        Set<Quad> quads = new HashSet<>();
        parsed.find()
                .forEachRemaining(quad -> quads.add(Quad.create(
                        Quad.defaultGraphIRI, named(quad.getSubject()), quad.getPredicate(), named(quad.getObject()))));
        return quads;
    }

    /** Blank nodes need the names that the reader of documents gives them. */
    private static Node named(Node node) {
        return node.isBlank()
                ? kith.ontology.quad.BlankNames.named(kith.ontology.bytes.Bytes.EMPTY, node.getBlankNodeLabel())
                : node;
    }

    private static List<JsonObject> rows(TestNode node) {
        return StreamSupport.stream(book(node).list().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(row -> !row.get("source").getAsString().equals("profile"))
                .toList();
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    @Test
    void aRuleHidesOnEveryNodeAndItsRemovalBringsBack() {
        update(ada, "INSERT DATA { <urn:x> <urn:size> 1, 2 . <urn:x> <urn:other> 1, 2 }");
        inStep();

        book(ada).rule(SIZE, NO_CLASS, "greatest", false);
        inStep();

        assertEquals(Set.of("2"), shown(bo));
        assertEquals(1, hidden(bo));
        book(ada).rule(SIZE, NO_CLASS, "least", false);
        inStep();
        assertEquals(Set.of("1"), shown(bo));
        assertEquals(1, rows(bo).size());

        book(ada).remove(SIZE, NO_CLASS, false);
        inStep();

        assertEquals(Set.of("1", "2"), shown(bo));
        assertEquals(0, hidden(ada));
        assertEquals(List.of(), rows(bo));
        assertEquals(Code.NOT_FOUND, refused(() -> book(ada).remove(SIZE, NO_CLASS, false)));
    }

    @Test
    void aRuleAndShapesTellWhoSaidThemAndNothingOfAnErasure() {
        book(ada).rule(SIZE, NO_CLASS, "greatest", false);
        book(ada).shapes("boats", turtle(BOATS), false);

        for (JsonObject row : rows(ada)) {
            if (!row.has("shape")) {
                assertEquals(ada.self().node().did(), row.get("author").getAsString());
            }
            assertFalse(row.has("note"), row.toString());
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeHiddenAndComeBackAndChangesNothing() {
        update(ada, "INSERT DATA { <urn:x> <urn:size> 1, 2, 3 . <urn:y> <urn:size> 1 }");

        JsonObject hides = book(ada).rule(SIZE, NO_CLASS, "greatest", true);
        book(ada).rule(SIZE, NO_CLASS, "least", false);
        JsonObject other = book(ada).rule(SIZE, NO_CLASS, "greatest", true);
        JsonObject back = book(ada).remove(SIZE, NO_CLASS, true);

        assertTrue(hides.get("delta").isJsonNull());
        assertEquals(2, hides.get("hidden").getAsLong());
        assertEquals(2, hides.getAsJsonArray("hides").size());
        assertEquals(0, hides.get("back").getAsLong());
        assertEquals(
                List.of(1L, 1L),
                List.of(other.get("hidden").getAsLong(), other.get("back").getAsLong()));
        assertEquals(2, back.get("back").getAsLong());
        assertEquals(Set.of("1"), shown(ada));
    }

    @Test
    void aRuleOfAClassFollowsTheClass() {
        book(ada).rule(SIZE, Optional.of(BOAT), "latest", false);
        update(ada, "INSERT DATA { <urn:x> <urn:size> 1, 2 . <urn:y> <urn:size> 1, 2 }");
        assertEquals(Set.of("1", "2"), shown(ada));

        update(ada, "INSERT DATA { GRAPH <urn:g> { <urn:x> a <urn:Boat> } }");
        inStep();

        assertEquals(Set.of("2"), shown(bo));
        assertEquals(Set.of("1", "2"), shown(bo, "urn:y"));
        update(bo, "DELETE DATA { GRAPH <urn:g> { <urn:x> a <urn:Boat> } }");
        inStep();
        assertEquals(Set.of("1", "2"), shown(ada));
    }

    @Test
    void whoeverWritesAFieldMeansThatOneValueWhateverComesFirst() {
        book(ada).rule(SIZE, Optional.of(BOAT), "latest", false);
        update(ada, "INSERT DATA { <urn:x> <urn:size> 1, 2 . <urn:y> <urn:size> 1 . <urn:z> <urn:size> 1 }");

        update(ada, "INSERT DATA { <urn:x> <urn:size> 3 . <urn:x> a <urn:Boat> }");
        update(ada, "INSERT DATA { <urn:y> a <urn:Boat> . <urn:y> <urn:size> 3 }");
        update(ada, "INSERT DATA { <urn:z> <urn:size> 3 }");

        assertEquals(Set.of("3"), shown(ada));
        assertEquals(Set.of("3"), shown(ada, "urn:y"));
        assertEquals(Set.of("1", "3"), shown(ada, "urn:z"));
        assertEquals(0, hidden(ada));
    }

    @Test
    void twoWhoWroteApartLeaveAConflictThatTheNextWriteEnds() {
        book(ada).rule(SIZE, NO_CLASS, "latest", false);
        inStep();
        update(ada, "INSERT DATA { <urn:x> <urn:size> 1 }");
        update(bo, "INSERT DATA { <urn:x> <urn:size> 2 }");
        inStep();
        assertEquals(1, hidden(ada));

        update(ada, "DELETE { <urn:x> <urn:size> ?s } INSERT { <urn:x> <urn:size> 3 } WHERE { <urn:x> <urn:size> ?s }");
        inStep();

        assertEquals(Set.of("3"), shown(bo));
        assertEquals(0, hidden(bo));
    }

    @Test
    void aShapeOfOneValueShowsOneAndJudgesDrafts() {
        update(ada, "INSERT DATA { <urn:x> a <urn:Boat> ; <urn:size> 1, 2 }");

        book(ada).shapes("boats", turtle(BOATS), false);
        inStep();

        assertEquals(Set.of("2"), shown(bo));
        assertThrows(Rejected.class, () -> update(bo, "INSERT DATA { <urn:x> <urn:size> 'wide' }"));
        update(bo, "INSERT DATA { <urn:y> <urn:size> 'wide' }");
        JsonObject shapes =
                rows(bo).stream().filter(row -> row.has("name")).findFirst().orElseThrow();
        assertEquals(4 + 1, shapes.get("triples").getAsInt());
        assertFalse(shapes.has("unjudged"));
        assertEquals("boats", rows(bo).getFirst().get("shape").getAsString());
        assertTrue(book(bo).show("boats").get("turtle").getAsString().contains("sh:maxCount"));
        assertTrue(book(ada).shapes("boats", turtle(BOATS), true).get("delta").isJsonNull());

        book(ada).remove("boats", NO_CLASS, false);
        inStep();

        assertEquals(Set.of("1", "2"), shown(bo));
        update(bo, "INSERT DATA { <urn:x> <urn:size> 'wide' }");
        assertEquals(Code.NOT_FOUND, refused(() -> book(bo).show("boats")));
    }

    @Test
    void whatWasWrongBeforeAShapeIsNotHeldAgainstAWriter() {
        update(ada, "INSERT DATA { <urn:x> a <urn:Boat> ; <urn:size> 'wide' }");
        book(ada).shapes("boats", turtle(BOATS), false);
        inStep();

        update(bo, "INSERT DATA { <urn:x> <urn:colour> 'red' }");

        assertEquals(Set.of("wide"), shown(bo));
    }

    @Test
    void whatIsNoShapeIsRefusedAndFromPeersHurtsNobody() {
        for (String none : List.of(
                "<urn:a> <urn:b> <urn:c> .",
                "<urn:s> sh:targetClass <urn:Boat> ; sh:property [ sh:path <urn:p> ; sh:maxCount 'many' ] .",
                "<urn:s> sh:targetClass <urn:Boat> ; sh:property [ sh:path <urn:p> ; sh:sparql [] ] .",
                "<urn:s> sh:targetNode <urn:x> ; sh:property [ sh:path <urn:p> ; sh:maxCount 1 ] .",
                "<urn:s> sh:targetClass <urn:Boat> ; sh:property [ sh:path [ sh:inversePath <urn:p> ] ] .",
                "<urn:s> owl:imports <urn:t> ; sh:property [ sh:path <urn:p> ; sh:maxCount 2 ] .")) {
            assertEquals(Code.USAGE, refused(() -> book(ada).shapes("bad", turtle(none), false)), none);
            ada.replica().act(new Act.Shape("bad", turtle(none), Set.of())).join();
            inStep();
            update(bo, "INSERT DATA { <urn:x> a <urn:Boat> ; <urn:p> 1 }");
        }
        assertEquals(Code.USAGE, refused(() -> book(ada).shapes("Not A Name", turtle(BOATS), false)));
        assertEquals(1, rows(bo).size());
        assertTrue(rows(bo).getFirst().has("unjudged"));
    }

    @Test
    void shapesThatSayTooMuchAreRefusedInARehearsalToo() {
        String told =
                "<urn:s> sh:targetClass <urn:Boat> ; sh:property [ sh:path <urn:p> ; sh:maxCount 1 ; sh:name '%s' ] .";
        Set<Quad> most = turtle(told.formatted("a".repeat(Act.MAX_SHAPE_BYTES)));

        assertEquals(Code.REJECTED, refused(() -> book(ada).shapes("boats", most, true)));
        assertEquals(Code.REJECTED, refused(() -> book(ada).shapes("boats", most, false)));
        assertEquals(0, rows(ada).size());
    }

    @Test
    void classesAreNoFieldWhoeverSaysSo() {
        update(ada, "INSERT DATA { <urn:x> a <urn:Boat>, <urn:Ship> }");

        assertEquals(Code.USAGE, refused(() -> book(ada).rule(Terms.RDF_TYPE, NO_CLASS, "latest", false)));
        ada.replica()
                .act(new Act.Rule(Terms.RDF_TYPE, NO_CLASS, Policy.LATEST, Set.of()))
                .join();

        inStep();
        assertEquals(0, hidden(bo));
        assertEquals(List.of(), rows(bo));
    }

    @Test
    void onlyAnAdminMayAndAPolicyIsOneOfFive() {
        assertEquals(Code.NOT_ALLOWED, refused(() -> book(bo).rule(SIZE, NO_CLASS, "latest", false)));
        assertEquals(Code.NOT_ALLOWED, refused(() -> book(bo).rule(SIZE, NO_CLASS, "latest", true)));
        assertEquals(Code.NOT_ALLOWED, refused(() -> book(bo).shapes("boats", turtle(BOATS), false)));
        assertEquals(Code.USAGE, refused(() -> book(ada).rule(SIZE, NO_CLASS, "newest", false)));
        assertEquals(Code.NOT_FOUND, refused(() -> book(ada).show("urn:nothing")));
    }

    @Test
    void aRuleInForceIsNotSaidAgainAndTellsWhoSaidIt() {
        book(ada).rule(SIZE, NO_CLASS, "latest", false);

        JsonObject again = book(ada).rule(SIZE, NO_CLASS, "latest", false);

        assertTrue(again.get("delta").isJsonNull());
        JsonObject row = book(ada).show(SIZE).getAsJsonArray("policies").get(0).getAsJsonObject();
        assertEquals("rule", row.get("source").getAsString());
        assertEquals(ada.self().node().did(), row.get("author").getAsString());
        assertTrue(row.has("time"));
    }

    @Test
    void anUndoneRemovalBringsBackTheOneValueThatWasShown() {
        book(ada).rule(SIZE, Optional.of(BOAT), "greatest", false);
        update(ada, "INSERT DATA { <urn:x> a <urn:Boat> ; <urn:size> 1, 2 }");
        update(ada, "DELETE WHERE { <urn:x> ?p ?o }");
        String removal = new History(ada.replica())
                .newest(1)
                .get(0)
                .getAsJsonObject()
                .get("delta")
                .getAsString();

        try (WriteAccess write = new ReplicaSpaces(
                        ada.replicas(), count -> ada.machine().random(count))
                .space("river")
                .orElseThrow()
                .write()) {
            write.revert(removal);
            write.commit("");
        }

        assertEquals(Set.of("2"), shown(ada));
        assertEquals(0, hidden(ada));
    }

    @Test
    void aRestartChangesNothing() {
        book(ada).rule(SIZE, Optional.of(BOAT), "least", false);
        update(ada, "INSERT DATA { <urn:x> a <urn:Boat> ; <urn:size> 1, 2 }");
        String before = ada.digest();

        ada.close();
        ada = TestNode.open(folder.resolve("ada"), 1);

        assertEquals(before, ada.digest());
        assertEquals(1, hidden(ada));
    }
}
