package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.bytes.Bytes;
import kith.ontology.merge.Views;
import kith.ontology.shape.Shapes;
import org.jspecify.annotations.Nullable;

/**
 * The rules and shapes of a space that are in force, and what they come to. Immutable; safe from any thread. What they
 * come to is worked out when it is first asked for.
 */
public final class Schema {
    static final Schema NONE = new Schema(List.of(), List.of());

    private final List<Authority.Said<Act.Rule>> rules;
    private final List<Authority.Said<Act.Shape>> shapes;
    private volatile @Nullable Views views;
    private volatile @Nullable Shapes judging;

    /** What a rule is said of. */
    private record Key(String predicate, Optional<String> kind) {}

    private Schema(Collection<Authority.Said<Act.Rule>> rules, Collection<Authority.Said<Act.Shape>> shapes) {
        this.rules = List.copyOf(rules);
        this.shapes = List.copyOf(shapes);
    }

    /** The schema that an authority gives its space. */
    public static Schema of(Authority authority) {
        Map<Key, Authority.Said<Act.Rule>> rules = new LinkedHashMap<>();
        for (Authority.Said<Act.Rule> rule : authority.rules()) {
            if (ruling(rule.act()).isSound()) {
                rules.put(new Key(rule.act().predicate(), rule.act().kind()), rule);
            }
        }
        Map<String, Authority.Said<Act.Shape>> shapes = new TreeMap<>();
        for (Authority.Said<Act.Shape> shape : authority.shapes()) {
            shapes.put(shape.act().name(), shape);
        }
        shapes.values().removeIf(shape -> shape.act().triples().isEmpty());
        return new Schema(rules.values(), shapes.values());
    }

    /** This schema, or the one it was if {@code next} says just the same: what was made ready stays ready. */
    Schema or(Schema next) {
        return links(rules).equals(links(next.rules)) && links(shapes).equals(links(next.shapes)) ? this : next;
    }

    private static <A extends Act> Set<Bytes> links(Collection<Authority.Said<A>> acts) {
        Set<Bytes> links = new HashSet<>();
        acts.forEach(said -> links.add(said.delta().link()));
        return links;
    }

    private static Views views(Stream<Act.Rule> rules, Stream<Act.Shape> shapes) {
        Set<Views.Ruling> shaped = new HashSet<>();
        shapes.forEach(shape -> shaped.addAll(Views.shaped(shape.triples())));
        return Views.of(rules.map(Schema::ruling).toList(), shaped);
    }

    private static Views.Ruling ruling(Act.Rule rule) {
        return new Views.Ruling(rule.predicate(), rule.kind(), rule.policy());
    }

    /** Rules in force, one for each predicate and class, as they came to be. */
    public List<Authority.Said<Act.Rule>> rules() {
        return rules;
    }

    /** Shapes in force, one act for each name, by name. */
    public List<Authority.Said<Act.Shape>> shapes() {
        return shapes;
    }

    /** Which values of fields are shown by it. */
    public Views views() {
        Views known = views;
        if (known == null) {
            known = views(
                    rules.stream().map(Authority.Said::act), shapes.stream().map(Authority.Said::act));
            views = known;
        }
        return known;
    }

    /** The views that there would be with one rule more; it takes the place of one of the same predicate and class. */
    public Views viewsWith(Act.Rule rule) {
        return views(
                Stream.concat(rulesBut(rule), Stream.of(rule)), shapes.stream().map(Authority.Said::act));
    }

    /** The views that there would be without the rule of this predicate and class. */
    public Views viewsWithout(Act.Rule rule) {
        return views(rulesBut(rule), shapes.stream().map(Authority.Said::act));
    }

    /** The views that there would be with these shapes of a name, or with none of it. */
    public Views viewsWith(Act.Shape shape) {
        List<Act.Shape> others = new ArrayList<>();
        shapes.stream()
                .map(Authority.Said::act)
                .filter(other -> !other.name().equals(shape.name()))
                .forEach(others::add);
        others.add(shape);
        return views(rules.stream().map(Authority.Said::act), others.stream());
    }

    private Stream<Act.Rule> rulesBut(Act.Rule rule) {
        return rules.stream()
                .map(Authority.Said::act)
                .filter(other -> !other.predicate().equals(rule.predicate())
                        || !other.kind().equals(rule.kind()));
    }

    /** What judges the drafts of this space: the shapes of the profile and its own, as far as they can be judged by. */
    public Shapes judging() {
        Shapes ready = judging;
        if (ready == null) {
            ready = Shapes.ofProfileAnd(
                    shapes.stream().map(said -> said.act().triples()).toList());
            judging = ready;
        }
        return ready;
    }
}
