package kith.ontology.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/**
 * Which predicates are fields of one value, and which of several values each of them shows. The same on every replica of
 * a space, or what they show would differ. Immutable; equal where every field shows the same.
 *
 * <p>What is said of a predicate for the things of a class goes before what is said of it for all things
 * ({@code docs/protocol/merge.md}, "Which policy").
 */
public final class Views {
    /** Of several classes of a thing the one whose policy comes first decides: any that wants one value gets one. */
    private static final List<Policy> ORDER =
            List.of(Policy.LATEST, Policy.FIRST, Policy.GREATEST, Policy.LEAST, Policy.ALL);

    /** What tells the class of a thing. */
    public static final Node TYPE = NodeFactory.createURI(Terms.RDF_TYPE);

    private static final Views OF_PROFILE = of(List.of(), List.of());

    private final Map<Node, Field> fields;
    private final Map<Node, Set<Node>> byClass = new HashMap<>();

    /**
     * What is said of one predicate.
     *
     * @param kind IRI of the class of the things that it is said of; all things if empty
     */
    public record Ruling(String predicate, Optional<String> kind, Policy policy) {
        /** Whether it can say anything: a thing has as many classes as are said of it, always. */
        public boolean isSound() {
            return !predicate.equals(Terms.RDF_TYPE);
        }

        private boolean isForAll() {
            return kind.isEmpty();
        }
    }

    /** What is shown of one predicate. */
    private record Field(Policy usual, Map<Node, Policy> ofClass) {
        boolean isPlain() {
            return usual == Policy.ALL && ofClass.isEmpty();
        }
    }

    private Views(Map<Node, Field> fields) {
        this.fields = Map.copyOf(fields);
        fields.forEach((predicate, field) -> field.ofClass()
                .keySet()
                .forEach(kind -> byClass.computeIfAbsent(kind, first -> new LinkedHashSet<>())
                        .add(predicate)));
    }

    /** The views of the profile that comes with kith, where a space says nothing of its own. */
    public static Views ofProfile() {
        return OF_PROFILE;
    }

    /**
     * The views of a space.
     *
     * @param rules those in force; of two of the same predicate and class the later counts
     * @param shaped what {@link #shaped} found in the shapes in force
     */
    public static Views of(List<Ruling> rules, Collection<Ruling> shaped) {
        Map<String, Policy> usual = new HashMap<>();
        Map<String, Map<String, Policy>> ofClass = new HashMap<>();
        // From the weakest voice to the strongest: each says its word over those before it.
        shaped.stream().filter(Ruling::isForAll).forEach(one -> usual.put(one.predicate(), one.policy()));
        Profile.kinds().stream()
                .flatMap(kind -> kind.fields().stream())
                .filter(field -> field.policy() != Policy.ALL)
                .forEach(field -> usual.put(field.predicate(), field.policy()));
        rules.stream().filter(Ruling::isForAll).forEach(one -> usual.put(one.predicate(), one.policy()));
        // A shape that asks for one value does not say for which: for the usual one, if there is one.
        shaped.forEach(one -> one.kind().ifPresent(kind -> {
            Policy known = usual.getOrDefault(one.predicate(), Policy.ALL);
            ofClass.computeIfAbsent(one.predicate(), first -> new HashMap<>())
                    .put(kind, known == Policy.ALL ? one.policy() : known);
        }));
        rules.forEach(one -> one.kind()
                .ifPresent(kind -> ofClass.computeIfAbsent(one.predicate(), first -> new HashMap<>())
                        .put(kind, one.policy())));
        List<Ruling> resolved = new ArrayList<>();
        usual.forEach((predicate, policy) -> resolved.add(new Ruling(predicate, Optional.empty(), policy)));
        ofClass.forEach((predicate, kinds) ->
                kinds.forEach((kind, policy) -> resolved.add(new Ruling(predicate, Optional.of(kind), policy))));
        return resolved(resolved);
    }

    /** The views with these {@link #rulings}. */
    public static Views resolved(Collection<Ruling> rulings) {
        Map<String, List<Ruling>> sound =
                rulings.stream().filter(Ruling::isSound).collect(Collectors.groupingBy(Ruling::predicate));
        Map<Node, Field> fields = new HashMap<>();
        sound.forEach((predicate, all) -> {
            Policy usual = Policy.ALL;
            Map<Node, Policy> ofClass = new HashMap<>();
            for (Ruling one : all) {
                if (one.kind().isPresent()) {
                    ofClass.put(NodeFactory.createURI(one.kind().get()), one.policy());
                } else {
                    usual = one.policy();
                }
            }
            Field field = new Field(usual, Map.copyOf(ofClass));
            if (!field.isPlain()) {
                fields.put(NodeFactory.createURI(predicate), field);
            }
        });
        return new Views(fields);
    }

    /** The fields that these shapes, one graph of them, hold to one value ({@code sh:maxCount 1}). */
    public static Set<Ruling> shaped(Collection<Quad> triples) {
        return new ShapedFields(triples).found();
    }

    /** All that these views come to: of equal views the same, in a fixed order. */
    public List<Ruling> rulings() {
        Set<Ruling> rulings = new HashSet<>();
        fields.forEach((predicate, field) -> {
            if (field.usual() != Policy.ALL) {
                rulings.add(new Ruling(predicate.getURI(), Optional.empty(), field.usual()));
            }
            field.ofClass()
                    .forEach((kind, policy) ->
                            rulings.add(new Ruling(predicate.getURI(), Optional.of(kind.getURI()), policy)));
        });
        return rulings.stream()
                .sorted(Comparator.comparing(Ruling::predicate)
                        .thenComparing(one -> one.kind().orElse("")))
                .toList();
    }

    /**
     * How values of {@code predicate} are picked; {@link Policy#ALL} for one that may have many.
     *
     * @param types classes of the thing, in any graph; asked for only where they matter
     */
    public Policy of(Node predicate, Supplier<Set<Node>> types) {
        Field field = fields.get(predicate);
        if (field == null) {
            return Policy.ALL;
        }
        if (field.ofClass().isEmpty()) {
            return field.usual();
        }
        Set<Policy> said = new HashSet<>();
        for (Node type : types.get()) {
            Policy policy = field.ofClass().get(type);
            if (policy != null) {
                said.add(policy);
            }
        }
        return ORDER.stream().filter(said::contains).findFirst().orElse(field.usual());
    }

    /** Whether some thing shows one value of {@code predicate} in each graph. */
    public boolean mayBeSingle(Node predicate) {
        return fields.containsKey(predicate);
    }

    /** Whether some thing shows every value of {@code predicate}. */
    public boolean mayBeMany(Node predicate) {
        Field field = fields.get(predicate);
        return field == null || field.usual() == Policy.ALL || field.ofClass().containsValue(Policy.ALL);
    }

    /** Whether it depends on the classes of a thing how values of {@code predicate} are picked. */
    public boolean isByClass(Node predicate) {
        Field field = fields.get(predicate);
        return field != null && !field.ofClass().isEmpty();
    }

    /** Whether anything depends on the classes of things. */
    public boolean areByClass() {
        return !byClass.isEmpty();
    }

    /** The predicates whose values are picked otherwise in things of the class {@code type}. */
    public Set<Node> fieldsOf(Node type) {
        return byClass.getOrDefault(type, Set.of());
    }

    /** The predicates of which these views and {@code others} say different things. */
    public Set<Node> differing(Views others) {
        Set<Node> all = new HashSet<>(fields.keySet());
        all.addAll(others.fields.keySet());
        Field none = new Field(Policy.ALL, Map.of());
        all.removeIf(
                predicate -> fields.getOrDefault(predicate, none).equals(others.fields.getOrDefault(predicate, none)));
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Views views && fields.equals(views.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }
}
