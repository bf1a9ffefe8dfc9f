package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import kith.daemon.exchange.Document.Target;
import kith.daemon.query.Receipt;
import kith.daemon.query.Rejected;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.replica.TestNode;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Plane;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that is larger than memory is taken in steps, and comes to what it would have come to at once. */
final class ImportingTest {
    private static final ImportLimits ROOMY = new ImportLimits(1 << 30, 1_000_000);
    /** Memory for some hundred quads. */
    private static final ImportLimits TIGHT = new ImportLimits(1 << 30, 1_000_000, 300_000);

    private static final String TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    private static final String NAME = "<http://xmlns.com/foaf/0.1/name>";
    private static final String PERSON = "<http://xmlns.com/foaf/0.1/Person>";

    @TempDir
    private Path folder;

    private final Sandbox sandbox = Sandbox.install(Prefixes.map());
    private TestNode alice;
    private TestNode bo;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        alice.found("river");
        bo = TestNode.open(folder.resolve("bo"), 2);
        bo.found("river");
    }

    @AfterEach
    void close() {
        alice.close();
        bo.close();
    }

    private Receipt take(TestNode node, ImportLimits limits, String text) {
        SpaceAccess space = new ReplicaSpaces(
                        node.replicas(), count -> node.machine().random(count))
                .space("river")
                .orElseThrow();
        try (Spool spool = new Spool(folder, 1 << 30);
                Document document = new Document(sandbox, spool, Syntax.NQ, new Target(null, null))) {
            spool.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return Importing.of(document, space, limits, "");
        }
    }

    private static String person(int number) {
        return "<urn:p%1$d> %2$s %3$s .\n<urn:p%1$d> %4$s \"Person %1$d\" .\n_:b%1$d <urn:of> <urn:p%1$d> .\n"
                .formatted(number, TYPE, PERSON, NAME);
    }

    private static String people(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int number = from; number < to; number++) {
            text.append(person(number));
        }
        return text.toString();
    }

    private static Set<Quad> shown(TestNode node) {
        Set<Quad> shown = new HashSet<>();
        try (Snapshot snapshot = node.replica().snapshot()) {
            snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(shown::add);
        }
        return shown;
    }

    @Test
    void stepsComeToWhatAllAtOnceWouldHave() {
        Receipt whole = take(alice, ROOMY, people(0, 700));

        Receipt steps = take(bo, TIGHT, people(0, 700));

        assertAll(
                () -> assertEquals(1, whole.deltas()),
                () -> assertTrue(steps.deltas() > 5, steps.toString()),
                () -> assertEquals(2_100, steps.added()),
                () -> assertEquals(shown(alice), shown(bo)));
    }

    @Test
    void theDeltasOfOneImportAreOneGroup() {
        take(alice, TIGHT, people(0, 700));

        Set<Object> groups = new HashSet<>();
        Set<Integer> parts = new HashSet<>();
        for (LogState log : alice.replica().store().logs()) {
            if (log.root().plane() == Plane.DATA) {
                alice.replica()
                        .store()
                        .read(log.root().id(), 1, 1_000, Long.MAX_VALUE)
                        .forEach(delta -> {
                            Edit edit = EditCodec.decode(
                                    delta.entry().payload(), log.root().id());
                            Edit.Group group = edit.group().orElseThrow();
                            groups.add(group.id());
                            assertTrue(parts.add(group.part()), "part " + group.part() + " comes twice");
                        });
            }
        }
        assertEquals(1, groups.size());
    }

    @Test
    void importingItAgainSaysNothing() {
        take(alice, TIGHT, people(0, 700));

        Receipt again = take(alice, TIGHT, people(0, 700));

        assertAll(
                () -> assertEquals(0, again.added()),
                () -> assertEquals(2_100, again.same()),
                () -> assertEquals(0, again.deltas()));
    }

    @Test
    void whatComesBeforeAFaultIsThereAndTheRestComesWithTheNextImport() {
        String broken = people(0, 500) + "<urn:broken .\n" + people(500, 700);

        KithException refused = assertThrows(KithException.class, () -> take(alice, TIGHT, broken));
        int before = shown(alice).size();
        Receipt rest = take(alice, TIGHT, people(0, 700));

        assertAll(
                () -> assertEquals(Code.USAGE, refused.code()),
                () -> assertTrue(refused.getMessage().contains("line 1501"), refused.getMessage()),
                () -> assertTrue(
                        refused.getMessage().contains(before + " quads, is in the space"), refused.getMessage()),
                () -> assertTrue(before > 600 && before < 1_500, "before " + before),
                // A blank node is named after the bytes of its document.
                () -> assertEquals(
                        700,
                        shown(alice).stream()
                                .filter(quad -> quad.getPredicate().getURI().endsWith("name"))
                                .count()),
                () -> assertTrue(rest.same() > 0));
    }

    @Test
    void ofASmallDocumentThatIsBrokenNothingIsThere() {
        assertThrows(KithException.class, () -> take(alice, ROOMY, people(0, 500) + "<urn:broken .\n"));

        assertTrue(shown(alice).isEmpty());
    }

    @Test
    void whatAThingLacksMayComeLaterInTheDocument() {
        String nameless = "<urn:late> %s %s .\n".formatted(TYPE, PERSON);
        String name = "<urn:late> %s \"Late\" .\n".formatted(NAME);

        Receipt receipt = take(alice, TIGHT, nameless + people(0, 700) + name);

        assertEquals(2_102, receipt.added());
        assertEquals(2_102, shown(alice).size());
    }

    private static String nameless(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int number = from; number < to; number++) {
            text.append("<urn:p%d> %s %s .\n".formatted(number, TYPE, PERSON));
        }
        return text.toString();
    }

    private static String names(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int number = from; number < to; number++) {
            text.append("<urn:p%1$d> %2$s \"Late %1$d\" .\n".formatted(number, NAME));
        }
        return text.toString();
    }

    @Test
    void manyThingsMayWaitWhileOtherStepsAreMade() {
        Receipt receipt = take(alice, TIGHT, nameless(1_000, 1_060) + people(0, 700) + names(1_000, 1_060));

        assertEquals(2_220, receipt.added());
        assertEquals(2_220, shown(alice).size());
    }

    @Test
    void moreThanThereIsMemoryForDoesNotWait() {
        Rejected refused = assertThrows(
                Rejected.class,
                () -> take(alice, TIGHT, people(0, 100) + nameless(1_000, 2_000) + names(1_000, 2_000)));

        assertTrue(refused.getMessage().contains("waits for what it lacks"), refused.getMessage());
        assertTrue(refused.getMessage().contains("300 quads"), refused.getMessage());
        assertEquals(300, shown(alice).size());
        assertEquals(
                2_000,
                take(alice, ROOMY, nameless(1_000, 2_000) + names(1_000, 2_000)).added());
    }

    @Test
    void whatNeverConformsIsRefusedAtTheEndAndIsNotThere() {
        String nameless = "<urn:late> %s %s .\n".formatted(TYPE, PERSON);

        Rejected refused = assertThrows(Rejected.class, () -> take(alice, TIGHT, nameless + people(0, 700)));

        assertEquals("urn:late", refused.faults().getFirst().focus());
        assertTrue(refused.getMessage().contains("1 that wait"), refused.getMessage());
        assertFalse(shown(alice).stream().anyMatch(quad -> quad.getSubject().hasURI("urn:late")));
        assertTrue(shown(alice).size() > 600);
    }

    @Test
    void aFieldMayChangeInEveryStep() {
        String typed = "<urn:p0> %s %s .\n".formatted(TYPE, PERSON);
        String name = "<urn:p0> " + NAME + " \"%s\" .\n";
        take(alice, ROOMY, typed + name.formatted("Before"));
        StringBuilder text = new StringBuilder();
        for (int change = 0; change < 8; change++) {
            text.append(name.formatted("Name " + change)).append(people(1 + change * 60, 61 + change * 60));
        }

        take(alice, TIGHT, text.toString());

        Set<String> names = new HashSet<>();
        for (Quad quad : shown(alice)) {
            if (quad.getSubject().hasURI("urn:p0") && quad.getObject().isLiteral()) {
                names.add(quad.getObject().getLiteralLexicalForm());
            }
        }
        assertEquals(Set.of("Name 7"), names);
    }

    @Test
    void aValueTakesThePlaceOfTheOneThatAnEarlierStepSaid() {
        String first = "<urn:p0> %s %s .\n<urn:p0> %s \"First\" .\n".formatted(TYPE, PERSON, NAME);
        String second = "<urn:p0> %s \"Second\" .\n".formatted(NAME);

        take(alice, TIGHT, first + people(1, 300) + second + people(300, 500) + second);

        Set<Quad> names = new HashSet<>(shown(alice));
        names.removeIf(quad -> !quad.getSubject().hasURI("urn:p0")
                || !quad.getPredicate().getURI().endsWith("name"));
        assertEquals(
                Optional.of("Second"),
                names.stream()
                        .map(quad -> quad.getObject().getLiteralLexicalForm())
                        .findFirst());
        assertEquals(1, names.size());
        try (Snapshot snapshot = alice.replica().snapshot()) {
            assertFalse(snapshot.hasHidden());
            assertTrue(snapshot.contains(Quad.create(
                    Quad.defaultGraphIRI,
                    NodeFactory.createURI("urn:p0"),
                    NodeFactory.createURI("http://xmlns.com/foaf/0.1/name"),
                    NodeFactory.createLiteralString("Second"))));
        }
    }
}
