package kith.daemon.sim;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kith.ontology.access.Act;
import kith.ontology.access.ControlDelta;
import kith.ontology.bytes.Bytes;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * How values of a field are picked, by {@code docs/protocol/merge.md} ("Which policy") and by all acts of admins that
 * count; of shapes it knows those that {@link Statutes} makes.
 */
final class PlainFields {
    private static final List<Policy> FIRST_DECIDES =
            List.of(Policy.LATEST, Policy.FIRST, Policy.GREATEST, Policy.LEAST, Policy.ALL);

    private final Map<Key, Policy> ruled = new TreeMap<>();
    private final Set<Key> shaped = new HashSet<>();

    /**
     * What a policy is said of.
     *
     * @param kind a class, or nothing for all things
     */
    private record Key(String predicate, String kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::predicate).thenComparing(Key::kind).compare(this, other);
        }
    }

    PlainFields(List<ControlDelta> counting) {
        Set<Bytes> replacedRules = new HashSet<>();
        Set<Bytes> replacedShapes = new HashSet<>();
        for (ControlDelta delta : counting) {
            if (delta.act() instanceof Act.Rule rule) {
                replacedRules.addAll(rule.replaces());
            } else if (delta.act() instanceof Act.Shape shape) {
                replacedShapes.addAll(shape.replaces());
            }
        }
        Map<String, Act.Shape> byName = new TreeMap<>();
        counting.stream()
                .sorted(Comparator.comparing(ControlDelta::clock).thenComparing(ControlDelta::link))
                .forEach(delta -> {
                    if (delta.act() instanceof Act.Rule rule && !replacedRules.contains(delta.link())) {
                        ruled.put(new Key(rule.predicate(), rule.kind().orElse("")), rule.policy());
                    } else if (delta.act() instanceof Act.Shape shape && !replacedShapes.contains(delta.link())) {
                        byName.put(shape.name(), shape);
                    }
                });
        byName.values().stream()
                .filter(shape -> !shape.triples().isEmpty())
                .forEach(shape -> shaped.add(key(shape.triples())));
    }

    private static Key key(Set<Quad> shape) {
        return new Key(
                Statutes.object(shape, Statutes.PATH).orElseThrow(),
                Statutes.object(shape, Statutes.TARGET).orElse(""));
    }

    /** @param types classes of the thing, in any graph */
    Policy policy(Node predicate, Set<Node> types) {
        String field = predicate.getURI();
        if (field.equals(Terms.RDF_TYPE)) {
            return Policy.ALL;
        }
        Policy usual = usual(field);
        Set<Policy> said = new HashSet<>();
        for (Node type : types) {
            if (type.isURI()) {
                ofClass(new Key(field, type.getURI()), usual).ifPresent(said::add);
            }
        }
        return FIRST_DECIDES.stream().filter(said::contains).findFirst().orElse(usual);
    }

    private Policy usual(String field) {
        Key all = new Key(field, "");
        Policy known = ruled.getOrDefault(all, Profile.policyOf(field));
        boolean silent = !ruled.containsKey(all) && known == Policy.ALL;
        return silent && shaped.contains(all) ? Policy.LATEST : known;
    }

    private Optional<Policy> ofClass(Key key, Policy usual) {
        if (ruled.containsKey(key)) {
            return Optional.of(ruled.get(key));
        }
        return shaped.contains(key) ? Optional.of(usual == Policy.ALL ? Policy.LATEST : usual) : Optional.empty();
    }
}
