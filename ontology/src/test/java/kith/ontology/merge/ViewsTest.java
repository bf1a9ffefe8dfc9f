package kith.ontology.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kith.ontology.merge.Views.Ruling;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

/** Which policy a field has, of those that the profile, the rules and the shapes of a space give it. */
final class ViewsTest {
    private static final String SIZE = "urn:x:size";
    private static final String BOAT = "urn:x:Boat";
    private static final String SHIP = "urn:x:Ship";
    private static final List<String> PREDICATES =
            List.of(SIZE, "urn:x:colour", Terms.FOAF_NAME, Terms.KITH_HANDLE, Terms.FOAF_MBOX, Terms.RDF_TYPE);
    private static final List<String> CLASSES = List.of(BOAT, SHIP, Terms.FOAF_PERSON);

    @Test
    void withoutRulesTheProfileSays() {
        Views views = Views.of(List.of(), List.of());

        assertEquals(Views.ofProfile(), views);
        assertEquals(Policy.LATEST, policy(views, Terms.FOAF_NAME));
        assertEquals(Policy.FIRST, policy(views, Terms.KITH_HANDLE));
        assertEquals(Policy.ALL, policy(views, Terms.FOAF_MBOX));
        assertFalse(views.areByClass());
    }

    @Test
    void aRuleGoesBeforeTheProfile() {
        Views views =
                Views.of(List.of(rule(Terms.FOAF_NAME, Policy.ALL), rule(Terms.FOAF_MBOX, Policy.GREATEST)), List.of());

        assertEquals(Policy.ALL, policy(views, Terms.FOAF_NAME));
        assertEquals(Policy.GREATEST, policy(views, Terms.FOAF_MBOX));
        assertFalse(views.mayBeSingle(node(Terms.FOAF_NAME)));
    }

    @Test
    void aRuleForAClassGoesBeforeOneForAllThings() {
        Views views = Views.of(List.of(rule(SIZE, BOAT, Policy.ALL), rule(SIZE, Policy.LEAST)), List.of());

        assertEquals(Policy.LEAST, policy(views, SIZE));
        assertEquals(Policy.LEAST, policy(views, SIZE, SHIP));
        assertEquals(Policy.ALL, policy(views, SIZE, BOAT));
    }

    @Test
    void ofSeveralClassesTheOneThatPicksDecides() {
        Views views = Views.of(
                List.of(
                        rule(SIZE, BOAT, Policy.ALL),
                        rule(SIZE, SHIP, Policy.GREATEST),
                        rule(SIZE, "urn:x:Raft", Policy.FIRST)),
                List.of());

        assertEquals(Policy.GREATEST, policy(views, SIZE, BOAT, SHIP));
        assertEquals(Policy.FIRST, policy(views, SIZE, SHIP, "urn:x:Raft", BOAT));
    }

    @Test
    void aShapeOfOneValueTakesTheUsualPolicyOrTheLatest() {
        List<Ruling> shaped = List.of(
                rule(SIZE, BOAT, Policy.LATEST),
                rule(Terms.KITH_HANDLE, BOAT, Policy.LATEST),
                rule("urn:x:colour", Policy.LATEST));

        Views views = Views.of(List.of(rule(SIZE, SHIP, Policy.ALL)), shaped);

        assertEquals(Policy.LATEST, policy(views, SIZE, BOAT));
        assertEquals(Policy.LATEST, policy(views, SIZE, BOAT, SHIP));
        assertEquals(Policy.ALL, policy(views, SIZE));
        assertEquals(Policy.FIRST, policy(views, Terms.KITH_HANDLE, BOAT));
        assertEquals(Policy.LATEST, policy(views, "urn:x:colour", SHIP));
    }

    @Test
    void aRuleGoesBeforeAShapeOfItsReach() {
        Views views = Views.of(
                List.of(rule(SIZE, BOAT, Policy.ALL), rule("urn:x:colour", Policy.ALL)),
                List.of(rule(SIZE, BOAT, Policy.LATEST), rule("urn:x:colour", Policy.LATEST)));

        assertEquals(Policy.ALL, policy(views, SIZE, BOAT));
        assertEquals(Policy.ALL, policy(views, "urn:x:colour", BOAT));
    }

    @Test
    void theClassesOfAThingAreAlwaysAllOfThem() {
        Ruling ofTypes = rule(Terms.RDF_TYPE, Policy.LATEST);

        Views views = Views.of(List.of(ofTypes, rule(Terms.RDF_TYPE, BOAT, Policy.FIRST)), List.of(ofTypes));

        assertFalse(ofTypes.isSound());
        assertEquals(Views.ofProfile(), views);
        assertEquals(Policy.ALL, Profile.policyOf(Terms.RDF_TYPE));
    }

    @Test
    void whatDiffersIsNamedAndNothingElse() {
        Views before = Views.of(List.of(rule(SIZE, BOAT, Policy.FIRST)), List.of());
        Views after = Views.of(
                List.of(
                        rule(SIZE, BOAT, Policy.LATEST),
                        rule(Terms.FOAF_NAME, Policy.LATEST),
                        rule("urn:x:a", Policy.ALL)),
                List.of());

        assertNotEquals(before, after);
        assertEquals(Set.of(node(SIZE)), before.differing(after));
        assertEquals(Set.of(node(SIZE)), Views.ofProfile().differing(after));
        assertEquals(Set.of(node(SIZE)), after.fieldsOf(node(BOAT)));
        assertEquals(Set.of(), after.fieldsOf(node(SHIP)));
    }

    @Seeds(300)
    void thePolicyIsWhatThePlainReadingSays(Gen gen) {
        List<Ruling> rules = gen.list(0, 6, () -> ruling(gen));
        List<Ruling> shaped = gen.list(0, 4, () -> ruling(gen)).stream()
                .map(one -> new Ruling(one.predicate(), one.kind(), Policy.LATEST))
                .toList();

        Views views = Views.of(rules, gen.shuffled(shaped));

        for (String predicate : PREDICATES) {
            for (int bits = 0; bits < 8; bits++) {
                int chosen = bits;
                List<String> types = CLASSES.stream()
                        .filter(type -> (chosen & 1 << CLASSES.indexOf(type)) != 0)
                        .toList();
                Policy plain = plain(rules, shaped, predicate, types);
                assertEquals(plain, policy(views, predicate, types.toArray(new String[0])));
                assertTrue(plain == Policy.ALL ? views.mayBeMany(node(predicate)) : views.mayBeSingle(node(predicate)));
            }
        }
        assertEquals(views, Views.resolved(gen.shuffled(views.rulings())));
        assertEquals(views.rulings(), Views.resolved(views.rulings()).rulings());
    }

    /** The rule of the specification, word for word. */
    private static Policy plain(List<Ruling> rules, List<Ruling> shaped, String predicate, List<String> types) {
        if (predicate.equals(Terms.RDF_TYPE)) {
            return Policy.ALL;
        }
        Map<Optional<String>, Policy> ruled = new LinkedHashMap<>();
        rules.stream()
                .filter(rule -> rule.predicate().equals(predicate))
                .forEach(rule -> ruled.put(rule.kind(), rule.policy()));
        Set<Optional<String>> one = shaped.stream()
                .filter(rule -> rule.predicate().equals(predicate))
                .map(Ruling::kind)
                .collect(Collectors.toSet());
        Policy usual = ruled.getOrDefault(Optional.<String>empty(), Profile.policyOf(predicate));
        if (usual == Policy.ALL
                && !ruled.containsKey(Optional.<String>empty())
                && one.contains(Optional.<String>empty())) {
            usual = Policy.LATEST;
        }
        List<Policy> ofTypes = new ArrayList<>();
        for (String type : types) {
            if (ruled.containsKey(Optional.of(type))) {
                ofTypes.add(ruled.get(Optional.of(type)));
            } else if (one.contains(Optional.of(type))) {
                ofTypes.add(usual == Policy.ALL ? Policy.LATEST : usual);
            }
        }
        for (Policy policy : List.of(Policy.LATEST, Policy.FIRST, Policy.GREATEST, Policy.LEAST, Policy.ALL)) {
            if (ofTypes.contains(policy)) {
                return policy;
            }
        }
        return usual;
    }

    @Test
    void aShapeOfOneValueIsFound() {
        assertEquals(Set.of(rule(SIZE, BOAT, Policy.LATEST)), shaped("""
                x:BoatShape sh:targetClass x:Boat ; sh:property [ sh:path x:size ; sh:maxCount 1 ] ,
                    [ sh:path x:oar ; sh:maxCount 2 ] , [ sh:path x:flag ; sh:minCount 1 ] .
                """));
        assertEquals(Set.of(rule(SIZE, BOAT, Policy.LATEST)), shaped("""
                x:Boat a rdfs:Class, sh:NodeShape ; sh:property [ sh:path x:size ; sh:maxCount 01 ] .
                """));
        assertEquals(
                Set.of(rule(SIZE, BOAT, Policy.LATEST), rule(SIZE, SHIP, Policy.LATEST)),
                shaped("x:P a sh:PropertyShape ; sh:path x:size ; sh:maxCount 1 ; sh:targetClass x:Boat, x:Ship ."));
        assertEquals(
                Set.of(rule(SIZE, Policy.LATEST)), shaped("x:P a sh:PropertyShape ; sh:path x:size ; sh:maxCount 1 ."));
        assertEquals(
                Set.of(rule(SIZE, Policy.LATEST)),
                shaped("x:S a sh:NodeShape ; sh:property x:P . x:P sh:path x:size ; sh:maxCount 1 ."));
    }

    @Test
    void whatSpeaksOfOtherThingsIsNot() {
        for (String other : List.of(
                "x:S sh:targetNode x:ada ; sh:property [ sh:path x:size ; sh:maxCount 1 ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path ( x:size x:size ) ; sh:maxCount 1 ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:size , x:colour ; sh:maxCount 1 ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:size ; sh:maxCount \"1\" ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:size ; sh:maxCount 1 ; sh:deactivated true ] .",
                "x:S sh:targetClass x:Boat ; sh:deactivated true ; sh:property [ sh:path x:size ; sh:maxCount 1 ] .",
                "x:S sh:targetClass x:Boat ; sh:property [ sh:path x:crew ; sh:property [ sh:path x:size ; sh:maxCount 1 ] ] .",
                "x:S sh:targetClass x:Boat ; sh:not x:T . x:T sh:property [ sh:path x:size ; sh:maxCount 1 ] .")) {
            assertEquals(Set.of(), shaped(other), other);
        }
    }

    private static Set<Ruling> shaped(String turtle) {
        DatasetGraph parsed = DatasetGraphFactory.create();
        RDFParser.fromString("""
                        PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <urn:x:>
                        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
                        """ + turtle, Lang.TURTLE).parse(parsed);
        Set<Quad> quads = new HashSet<>();
        parsed.find().forEachRemaining(quads::add);
        return Views.shaped(quads);
    }

    private static Ruling ruling(Gen gen) {
        Optional<String> kind = gen.coin() ? Optional.empty() : Optional.of(gen.pick(CLASSES));
        return new Ruling(gen.pick(PREDICATES), kind, gen.pickOf(Policy.values()));
    }

    private static Ruling rule(String predicate, Policy policy) {
        return new Ruling(predicate, Optional.empty(), policy);
    }

    private static Ruling rule(String predicate, String kind, Policy policy) {
        return new Ruling(predicate, Optional.of(kind), policy);
    }

    private static Policy policy(Views views, String predicate, String... types) {
        return views.of(
                node(predicate),
                () -> Set.of(types).stream().map(ViewsTest::node).collect(Collectors.toSet()));
    }

    private static Node node(String iri) {
        return NodeFactory.createURI(iri);
    }
}
