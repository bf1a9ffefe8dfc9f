package kith.ontology.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes that a space adds to those of the profile. */
final class ShapesOfSpaceTest {
    private static final String PREFIXES = """
            PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
            PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX x: <urn:x:>
            """;
    private static final Node BOAT = NodeFactory.createURI("urn:x:boat");

    private static Graph graph(String turtle) {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.fromString(PREFIXES + turtle, Lang.TURTLE).parse(graph);
        return graph;
    }

    private static Set<Quad> triples(String turtle) {
        Set<Quad> quads = new HashSet<>();
        graph(turtle).find().forEach(triple -> quads.add(Quad.create(Quad.defaultGraphIRI, triple)));
        return quads;
    }

    private static int faults(String shapes, String data) {
        return Shapes.ofProfileAnd(List.of(triples(shapes)))
                .report(graph(data), List.of(BOAT))
                .faults()
                .size();
    }

    private static int faultsOfProperty(String constraint, String data) {
        String shape = "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; " + constraint + " ] .";
        assertEquals(Optional.empty(), Shapes.complaint(triples(shape)));
        return faults(shape, "x:boat a x:Boat . " + data);
    }

    @Test
    void theirPropertiesJudgeThingsOfTheirClass() {
        assertEquals(1, faultsOfProperty("sh:maxCount 1", "x:boat x:p 1, 2 ."));
        assertEquals(1, faultsOfProperty("sh:minCount 1", "x:boat x:q 1 ."));
        assertEquals(1, faultsOfProperty("sh:datatype xsd:integer", "x:boat x:p 'a' ."));
        assertEquals(1, faultsOfProperty("sh:in ( 1 2 )", "x:boat x:p 3 ."));
        assertEquals(1, faultsOfProperty("sh:class x:Harbour", "x:boat x:p x:other ."));
        assertEquals(
                1,
                faultsOfProperty("sh:or ( [ sh:datatype xsd:integer ] [ sh:nodeKind sh:IRI ] )", "x:boat x:p 'a' ."));
        assertEquals(0, faultsOfProperty("sh:maxCount 1 ; sh:datatype xsd:integer", "x:boat x:p 1 ."));
        assertEquals(
                0,
                faults(
                        "x:S sh:targetClass x:Ship ; sh:property [ sh:path x:p ; sh:maxCount 0 ] .",
                        "x:boat a x:Boat ; x:p 1 ."));
    }

    @Test
    void aShapeThatIsAClassOrHasSubclassesOrIsOfAPropertyJudgesToo() {
        String data = "x:boat a x:Boat ; x:p 1, 2 .";

        assertEquals(
                1, faults("x:Boat a rdfs:Class, sh:NodeShape ; sh:property [ sh:path x:p ; sh:maxCount 1 ] .", data));
        assertEquals(
                1,
                faults(
                        "x:Boat rdfs:subClassOf x:Ship . x:S sh:targetClass x:Ship ; sh:property [ sh:path x:p ; sh:maxCount 1 ] .",
                        data));
        assertEquals(1, faults("x:P a sh:PropertyShape ; sh:targetClass x:Boat ; sh:path x:p ; sh:maxCount 1 .", data));
    }

    @Test
    void whatIsOffOrOnlyWarnsRefusesNothing() {
        assertEquals(0, faultsOfProperty("sh:maxCount 1 ; sh:deactivated true", "x:boat x:p 1, 2 ."));
        assertEquals(0, faultsOfProperty("sh:maxCount 1 ; sh:severity sh:Warning", "x:boat x:p 1, 2 ."));
        assertEquals(
                0,
                faults(
                        "x:S sh:targetClass x:Boat ; sh:deactivated true ; sh:property [ sh:path x:p ; sh:maxCount 1 ] .",
                        "x:boat a x:Boat ; x:p 1, 2 ."));
    }

    @Test
    void theShapesOfTheProfileStandBesideThem() {
        Shapes both = Shapes.ofProfileAnd(
                List.of(triples("x:S sh:targetClass foaf:Person ; sh:property [ sh:path x:p ; sh:maxCount 1 ] .")));

        assertEquals(
                2,
                both.report(graph("x:boat a foaf:Person ; foaf:name 1 ; x:p 1, 2 ."), List.of(BOAT))
                        .faults()
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x:a x:b x:c .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; sh:minCount 'one' ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p , x:q ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path ( x:p x:q ) ; sh:maxCount 1 ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; sh:property [ sh:path x:q ] ] .",
                "x:S sh:targetClass x:Boat ; sh:closed true ; sh:property [ sh:path x:p ] .",
                "x:S sh:targetClass x:Boat ; sh:nodeKind sh:IRI ; sh:property [ sh:path x:p ] .",
                "x:S sh:targetObjectsOf x:q ; sh:property [ sh:path x:p ] .",
                "x:S sh:targetClass x:Boat ; sh:sparql [ sh:select 'SELECT' ] ; sh:property [ sh:path x:p ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; sh:pattern '(' ] .",
                "x:S owl:imports x:T ; sh:targetClass x:Boat ; sh:property [ sh:path x:p ] ."
            })
    void whatCannotBeJudgedByIsToldAndPassedOver(String shapes) {
        assertTrue(
                Shapes.complaint(triples(shapes)).filter(why -> !why.isBlank()).isPresent());
        assertEquals(0, faults(shapes, "x:boat a x:Boat ; x:p 1, 2 ."));
    }

    @Test
    void aPatternHoldsWhereverItStandsInAShape() {
        assertEquals(1, faultsOfProperty("sh:pattern '^a+$'", "x:boat x:p 'ab' ."));
        assertEquals(0, faultsOfProperty("sh:pattern '^A+$' ; sh:flags 'i'", "x:boat x:p 'aa' ."));
        assertEquals(0, faultsOfProperty("sh:pattern 'a.b' ; sh:flags 'q'", "x:boat x:p 'xa.b' ."));
        assertEquals(1, faultsOfProperty("sh:pattern 'a.b' ; sh:flags 'q'", "x:boat x:p 'aab' ."));
        assertEquals(1, faultsOfProperty("sh:or ( [ sh:pattern '^a' ] [ sh:pattern '^b' ] )", "x:boat x:p 'cb' ."));
        assertEquals(0, faultsOfProperty("sh:or ( [ sh:pattern '^a' ] [ sh:pattern '^b' ] )", "x:boat x:p 'bc' ."));
        assertEquals(1, faultsOfProperty("sh:not [ sh:pattern '^a' ]", "x:boat x:p 'a' ."));
        assertEquals(1, faultsOfProperty("sh:and ( [ sh:xone ( [ sh:pattern 'a' ] ) ] )", "x:boat x:p 'b' ."));
    }

    @Test
    void aPatternThatWouldGoBackIsToldAndPassedOver() {
        String shape = "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; sh:pattern '^(x+x+)+y\\\\1$' ] .";

        assertTrue(Shapes.complaint(triples(shape)).orElseThrow().contains("references to groups"));
        assertEquals(0, faults(shape, "x:boat a x:Boat ; x:p '" + "x".repeat(60) + "' ."));
    }

    @Test
    void shapesAreNestedOnlySoFar() {
        StringBuilder shapes =
                new StringBuilder("x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; sh:not x:s0 ] .");
        for (int i = 0; i < 40; i++) {
            shapes.append(" x:s%d sh:or ( x:s%d x:s%d ) .".formatted(i, i + 1, i + 1));
        }
        shapes.append(" x:s40 sh:nodeKind sh:IRI .");

        assertTrue(Shapes.complaint(triples(shapes.toString())).orElseThrow().contains("nested"));
        assertEquals(0, faults(shapes.toString(), "x:boat a x:Boat ; x:p 1 ."));
    }

    @Test
    void whatIsNestedSpeaksOfPredicatesToo() {
        String shape = "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:p ; sh:not [ sh:property"
                + " [ sh:path [ sh:zeroOrMorePath x:q ] ; sh:minCount 9 ] ] ] .";

        assertTrue(Shapes.complaint(triples(shape)).isPresent());
    }

    @Test
    void aPatternHasALimit() {
        String most = "a".repeat(ShapesGraph.MAX_PATTERN_CHARS);

        assertEquals(0, faultsOfProperty("sh:pattern '" + most + "'", ""));
        assertTrue(Shapes.complaint(triples("x:P sh:path x:p ; sh:targetClass x:Boat ; sh:pattern '" + most + "a' ."))
                .isPresent());
    }
}
