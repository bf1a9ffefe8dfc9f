package kith.daemon.query;

import static kith.daemon.query.Lists.cells;
import static kith.daemon.query.Lists.shown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.daemon.replica.TestNode;
import kith.daemon.store.Snapshot;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Lists in one field, written by three who hear each other now and then: whole or not at all, on every replica. */
final class ListLawsTest {
    @TempDir
    static Path folder;

    private static final List<TestNode> NODES = new ArrayList<>();
    private static final String ADA = "urn:ada";
    private static final String BO = "urn:bo";

    private final Lists lists = new Lists();
    /** What a list said when it was put into a field. */
    private final Map<Node, String> written = new HashMap<>();

    private final Map<TestNode, List<String>> deltas = new HashMap<>();

    @BeforeAll
    static void open() {
        for (int i = 0; i < 3; i++) {
            NODES.add(TestNode.open(folder.resolve("node-" + i), i + 1));
        }
        NODES.getFirst().found("river");
        NODES.get(1).joinThrough(NODES.getFirst());
        NODES.get(2).joinThrough(NODES.getFirst());
        exchange();
    }

    @AfterAll
    static void close() {
        NODES.forEach(TestNode::close);
        NODES.clear();
    }

    private static void exchange() {
        for (TestNode one : NODES) {
            NODES.forEach(one::pullFrom);
        }
        for (TestNode one : NODES) {
            NODES.forEach(one::pullFrom);
        }
    }

    /** A clean field for each seed. */
    private void begin() {
        lists.update(NODES.getFirst(), "DELETE WHERE { ?s ?p ?o }");
        exchange();
        written.clear();
        deltas.clear();
    }

    private static String list(Gen gen, int depth) {
        List<String> members =
                gen.list(0, 4, () -> depth > 0 && gen.oneIn(4) ? list(gen, depth - 1) : String.valueOf(gen.from(0, 9)));
        return "(" + String.join(" ", members) + ")";
    }

    private void write(TestNode node, Gen gen) {
        String list = list(gen, 2);
        said(node, lists.update(node, "INSERT DATA { <urn:ada> foaf:name " + list + " }"));
        assertEquals(Set.of(list), shown(node, ADA));
    }

    /** Puts a list into the field that holds there, or held anywhere, whatever shows now. */
    private void choose(TestNode node, Gen gen) {
        List<Quad> held = new ArrayList<>();
        try (Snapshot snapshot = node.replica().snapshot()) {
            snapshot.everHeld(Lists.thing(ADA), Lists.NAME).forEachRemaining(held::add);
        }
        held.removeIf(quad -> !written.containsKey(quad.getObject()));
        if (!held.isEmpty()) {
            Quad chosen = gen.pick(held);
            said(node, lists.write(node, change -> change.dataset().add(chosen)));
            assertEquals(Set.of(written.get(chosen.getObject())), shown(node, ADA));
        }
    }

    private void behead(TestNode node) {
        Receipt receipt = lists.update(
                node,
                "DELETE { ?s foaf:name ?list } INSERT { ?s foaf:name ?tail }"
                        + " WHERE { ?s foaf:name ?list . ?list rdf:rest ?tail }");
        said(node, receipt);
    }

    private void share(TestNode node) {
        lists.update(node, "INSERT { <urn:bo> foaf:name ?list } WHERE { <urn:ada> foaf:name ?list }");
    }

    private void said(TestNode node, Receipt receipt) {
        if (receipt.delta() != null) {
            deltas.computeIfAbsent(node, first -> new ArrayList<>()).add(receipt.delta());
        }
    }

    private void undo(TestNode node, Gen gen) {
        List<String> own = deltas.getOrDefault(node, List.of());
        if (!own.isEmpty()) {
            String delta = gen.pick(own);
            lists.write(node, change -> change.revert(delta));
        }
    }

    /** What it wrote last is new to the others: from now on the list must be as it is. */
    private void note(TestNode node) {
        for (String thing : List.of(ADA, BO)) {
            for (Quad quad : Lists.holding(node, thing)) {
                written.putIfAbsent(quad.getObject(), Lists.text(node, quad.getObject()));
            }
        }
    }

    private void live(Gen gen, boolean sharing) {
        int acts = gen.from(3, 14);
        for (int i = 0; i < acts; i++) {
            TestNode node = gen.pick(NODES);
            switch (gen.from(0, sharing ? 10 : 9)) {
                case 0, 1, 2 -> write(node, gen);
                case 3 -> choose(node, gen);
                case 4 -> behead(node);
                case 5 -> lists.update(node, "DELETE WHERE { <urn:ada> foaf:name ?list }");
                case 6 -> undo(node, gen);
                case 10 -> share(node);
                default -> node.pullFrom(gen.pick(NODES));
            }
            note(node);
            everyListIsWhole(node);
        }
        exchange();
    }

    private void everyListIsWhole(TestNode node) {
        for (String thing : List.of(ADA, BO)) {
            for (Quad quad : Lists.holding(node, thing)) {
                assertEquals(written.get(quad.getObject()), Lists.text(node, quad.getObject()));
            }
        }
    }

    private void allShowTheSame() {
        String digest = NODES.getFirst().digest();
        for (TestNode node : NODES) {
            assertEquals(digest, node.digest());
            everyListIsWhole(node);
            assertTrue(shown(node, ADA).size() <= 1);
        }
    }

    @Seeds(value = 40, shrink = false)
    void everyReplicaShowsOneWholeListAndTheNextWriteLeavesNoOther(Gen gen) {
        begin();

        live(gen, false);

        allShowTheSame();
        write(gen.pick(NODES), gen);
        exchange();
        for (TestNode node : NODES) {
            assertEquals(0, Lists.hidden(node));
            assertEquals(cellsOf(node), cells(node));
        }
        lists.update(gen.pick(NODES), "DELETE WHERE { <urn:ada> foaf:name ?list }");
        exchange();
        NODES.forEach(node -> assertEquals(Set.of(), cells(node)));
    }

    @Seeds(value = 20, shrink = false)
    void aListThatTwoFieldsShareIsWholeInBoth(Gen gen) {
        begin();

        live(gen, true);

        allShowTheSame();
    }

    /** Every quad of a cell that can be come by from the value that shows. */
    private static Set<Quad> cellsOf(TestNode node) {
        Set<Quad> cells = new HashSet<>();
        List<Node> ahead = new ArrayList<>();
        Lists.holding(node, ADA).forEach(quad -> ahead.add(quad.getObject()));
        try (Snapshot snapshot = node.replica().snapshot()) {
            while (!ahead.isEmpty()) {
                Node cell = ahead.removeLast();
                if (cell.isBlank()) {
                    snapshot.find(Node.ANY, cell, Node.ANY, Node.ANY).forEachRemaining(quad -> {
                        cells.add(quad);
                        ahead.add(quad.getObject());
                    });
                }
            }
        }
        return cells;
    }
}
