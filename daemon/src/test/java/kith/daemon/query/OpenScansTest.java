package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.daemon.replica.Change;
import kith.daemon.replica.TestNode;
import kith.daemon.store.Snapshot;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan that nobody reads on holds memory of the database: a query gives each back when it is done with it. */
final class OpenScansTest {
    private static final int SUBJECTS = 500;
    /** Those that a query reads at the same time, one a pattern, and a few for luck. */
    private static final int FEW = 8;

    @TempDir
    private Path folder;

    private TestNode node;
    private Snapshot snapshot;
    private SpaceDataset dataset;

    @BeforeEach
    void aSpace() {
        node = TestNode.open(folder, 1);
        node.found("river");
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < SUBJECTS; i++) {
            Node subject = NodeFactory.createURI("urn:s" + i);
            for (Node graph : List.of(Quad.defaultGraphIRI, NodeFactory.createURI("urn:g" + i % 3))) {
                quads.add(Quad.create(graph, subject, NodeFactory.createURI("urn:p"), number(i)));
                quads.add(Quad.create(graph, subject, NodeFactory.createURI("urn:p"), number(i + 1)));
                quads.add(Quad.create(graph, subject, NodeFactory.createURI("urn:q"), number(i + 2)));
            }
        }
        node.replica()
                .write(new Change(quads, List.of(), Optional.empty(), true))
                .durable()
                .join();
        snapshot = node.replica().snapshot();
        dataset = new SpaceDataset(snapshot, true, Bytes.owned(new byte[16]), Map.of());
    }

    private static Node number(int value) {
        return NodeFactory.createLiteralString("number " + value);
    }

    @AfterEach
    void close() {
        dataset.close();
        node.close();
    }

    private int mostOpen(String query) {
        int most = 0;
        try (QueryExec exec = QueryExec.dataset(dataset).query(query).build()) {
            var rows = exec.select();
            while (rows.hasNext()) {
                rows.next();
                most = Math.max(most, snapshot.openScans());
            }
            assertTrue(rows.getRowNumber() > 0, "the query finds something");
        }
        return most;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * { ?s <urn:q> ?n FILTER EXISTS { ?s <urn:p> ?o } }",
                "SELECT * { ?s <urn:q> ?n FILTER NOT EXISTS { ?s <urn:p> 'number 3' } }",
                "SELECT * { ?s <urn:q> ?n OPTIONAL { ?s <urn:p> ?o } MINUS { ?s <urn:p> 'number 3' } }",
                "SELECT * { GRAPH ?g { ?s <urn:q> ?n FILTER EXISTS { ?s <urn:p> ?o } } }",
                "SELECT * { ?s <urn:q> ?n FILTER EXISTS { GRAPH ?g { ?s <urn:p> ?o } } }",
                "SELECT * { ?s <urn:q> ?n FILTER EXISTS { GRAPH <urn:x-arq:UnionGraph> { ?s <urn:p> ?o } } }",
                "SELECT * { ?s <urn:q> ?n FILTER EXISTS { ?s <urn:p>/^<urn:p> ?other } } LIMIT 100",
                "SELECT * { ?s <urn:p> ?o . ?s <urn:q> ?n } LIMIT 3"
            })
    void aQueryHasFewScansOpenWhateverItLooksInto(String query) {
        int most = mostOpen(query);

        assertTrue(most <= FEW, most + " scans open at once");
        assertEquals(0, snapshot.openScans(), "after the query");
    }

    @Test
    void whatARequestChangedDoesNotKeepScansOpen() {
        dataset.add(Quad.create(
                Quad.defaultGraphIRI, NodeFactory.createURI("urn:new"), NodeFactory.createURI("urn:q"), number(0)));
        dataset.delete(Quad.create(
                Quad.defaultGraphIRI, NodeFactory.createURI("urn:s1"), NodeFactory.createURI("urn:q"), number(3)));

        int most = mostOpen("SELECT * { ?s <urn:q> ?n FILTER EXISTS { ?s <urn:p> ?o } }");
        dataset.listGraphNodes().forEachRemaining(graph -> {});

        assertTrue(most <= FEW, most + " scans open at once");
        assertEquals(0, snapshot.openScans());
    }
}
