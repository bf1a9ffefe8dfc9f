package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kith.daemon.http.Rulebook;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Schema;
import kith.daemon.store.Outlook;
import kith.daemon.store.Snapshot;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Authority;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Views;
import kith.ontology.shape.Shapes;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Prefixes;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.GraphFactory;
import org.jspecify.annotations.Nullable;

/** The rules and shapes of a space, told and changed by acts of its admins. Safe from any thread. */
final class SpaceRulebook implements Rulebook {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final Replica replica;
    private final Schema schema;

    SpaceRulebook(Replica replica) {
        this.replica = replica;
        this.schema = replica.schema();
    }

    @Override
    public JsonArray list() {
        JsonArray list = policies();
        Sources sources = new Sources(replica);
        schema.shapes().forEach(said -> list.add(told(said, sources)));
        return list;
    }

    /** Every policy in force, with where it comes from. */
    private JsonArray policies() {
        JsonArray list = new JsonArray();
        Sources sources = new Sources(replica);
        for (Authority.Said<Act.Rule> said : schema.rules()) {
            JsonObject row =
                    policy(said.act().predicate(), said.act().kind(), said.act().policy());
            row.addProperty("source", "rule");
            sources.of(said.delta().dot()).tell(row);
            list.add(row);
        }
        for (Views.Ruling ruling : schema.views().rulings()) {
            if (rule(ruling.predicate(), ruling.kind()).isEmpty()) {
                JsonObject row = policy(ruling.predicate(), ruling.kind(), ruling.policy());
                boolean ofProfile = ruling.kind().isEmpty() && Profile.policyOf(ruling.predicate()) == ruling.policy();
                row.addProperty("source", ofProfile ? "profile" : "shape");
                if (!ofProfile) {
                    row.addProperty("shape", String.join(", ", shapesOf(ruling)));
                }
                list.add(row);
            }
        }
        return list;
    }

    private static JsonObject policy(String predicate, Optional<String> kind, Policy policy) {
        JsonObject row = new JsonObject();
        row.addProperty("predicate", predicate);
        kind.ifPresent(iri -> row.addProperty("class", iri));
        row.addProperty("policy", policy.word());
        return row;
    }

    private Optional<Authority.Said<Act.Rule>> rule(String predicate, Optional<String> kind) {
        return schema.rules().stream()
                .filter(said -> said.act().predicate().equals(predicate)
                        && said.act().kind().equals(kind))
                .findFirst();
    }

    private List<String> shapesOf(Views.Ruling ruling) {
        Views.Ruling asked = new Views.Ruling(ruling.predicate(), ruling.kind(), Policy.LATEST);
        return schema.shapes().stream()
                .map(Authority.Said::act)
                .filter(shape -> Views.shaped(shape.triples()).contains(asked))
                .map(Act.Shape::name)
                .toList();
    }

    private static JsonObject told(Authority.Said<Act.Shape> said, Sources sources) {
        JsonObject row = new JsonObject();
        row.addProperty("name", said.act().name());
        row.addProperty("source", "shape");
        row.addProperty("triples", said.act().triples().size());
        Shapes.complaint(said.act().triples()).ifPresent(why -> row.addProperty("unjudged", why));
        sources.of(said.delta().dot()).tell(row);
        return row;
    }

    @Override
    public JsonObject show(String key) {
        for (Authority.Said<Act.Shape> said : schema.shapes()) {
            if (said.act().name().equals(key)) {
                JsonObject shown = told(said, new Sources(replica));
                shown.addProperty("turtle", turtle(said.act().triples()));
                return shown;
            }
        }
        JsonArray about = new JsonArray();
        policies().forEach(row -> {
            if (row.getAsJsonObject().get("predicate").getAsString().equals(key)) {
                about.add(row);
            }
        });
        if (about.isEmpty()) {
            throw none(key);
        }
        JsonObject shown = new JsonObject();
        shown.addProperty("predicate", key);
        shown.add("policies", about);
        return shown;
    }

    private KithException none(String key) {
        return KithException.user(
                Code.NOT_FOUND,
                "space " + replica.name() + " has no shapes and no rule for " + key
                        + "; kith schema list shows what there is");
    }

    private static String turtle(Collection<Quad> triples) {
        Graph graph = GraphFactory.createDefaultGraph();
        triples.forEach(quad -> graph.add(quad.asTriple()));
        Prefixes.map().forEach(graph.getPrefixMapping()::setNsPrefix);
        graph.getPrefixMapping().setNsPrefix("sh", "http://www.w3.org/ns/shacl#");
        return RDFWriter.source(graph).format(RDFFormat.TURTLE_PRETTY).asString();
    }

    @Override
    public JsonObject rule(String predicate, Optional<String> kind, String word, boolean dryRun) {
        Policy policy = Arrays.stream(Policy.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> KithException.user(
                        Code.USAGE,
                        "there is no policy " + word + "; there are "
                                + Arrays.stream(Policy.values())
                                        .map(Policy::word)
                                        .collect(Collectors.joining(", "))));
        if (predicate.equals(Terms.RDF_TYPE)) {
            throw KithException.user(
                    Code.USAGE, "a thing has as many classes as are said of it: there is no rule for rdf:type");
        }
        List<Bytes> links = replica.authority().rules().stream()
                .filter(said -> said.act().predicate().equals(predicate)
                        && said.act().kind().equals(kind))
                .map(said -> said.delta().link())
                .toList();
        boolean same =
                links.size() == 1 && rule(predicate, kind).orElseThrow().act().policy() == policy;
        Act.Rule rule = new Act.Rule(predicate, kind, policy, newest(links));
        return done(same ? List.of() : List.of(rule), schema.viewsWith(rule), dryRun);
    }

    @Override
    public JsonObject shapes(String name, Collection<Quad> triples, boolean dryRun) {
        if (!NAME.matcher(name).matches()) {
            throw KithException.user(
                    Code.USAGE,
                    "\"" + name + "\" is no name of shapes: up to 63 of a-z, 0-9, '.', '_' and '-', beginning with a"
                            + " letter or digit");
        }
        Shapes.complaint(triples).ifPresent(why -> {
            throw KithException.user(
                    Code.USAGE, "these are no shapes that kith can judge by: " + why + " (docs/schema.md)");
        });
        List<Bytes> links = links(name);
        Act.Shape shape = new Act.Shape(name, new HashSet<>(triples), newest(links));
        // A rehearsal too says what has no form.
        ActCodec.encode(shape);
        boolean same = links.size() == 1
                && schema.shapes().stream()
                        .anyMatch(said -> said.act().name().equals(name)
                                && said.act().triples().equals(shape.triples()));
        return done(same ? List.of() : List.of(shape), schema.viewsWith(shape), dryRun);
    }

    private List<Bytes> links(String name) {
        return replica.authority().shapes().stream()
                .filter(said -> said.act().name().equals(name))
                .map(said -> said.delta().link())
                .toList();
    }

    /** What an act replaces: the newest, if there are more; those before it have no say beside the act anyway. */
    private static Set<Bytes> newest(List<Bytes> links) {
        return Set.copyOf(links.subList(Math.max(0, links.size() - Act.MAX_NAMED), links.size()));
    }

    @Override
    public JsonObject remove(String key, Optional<String> kind, boolean dryRun) {
        boolean named =
                schema.shapes().stream().anyMatch(said -> said.act().name().equals(key));
        if (named && kind.isEmpty()) {
            Act.Shape none = new Act.Shape(key, Set.of(), newest(links(key)));
            return done(List.of(none), schema.viewsWith(none), dryRun);
        }
        Act.Rule rule = rule(key, kind).orElseThrow(() -> none(key)).act();
        List<Bytes> links = replica.authority().rules().stream()
                .filter(said ->
                        said.act().predicate().equals(key) && said.act().kind().equals(kind))
                .map(said -> said.delta().link())
                .toList();
        List<Act> acts = new ArrayList<>();
        for (int from = 0; from < links.size(); from += Act.MAX_NAMED) {
            // A rule for rdf:type says nothing of its own, so it only takes others away.
            Set<Bytes> some = Set.copyOf(links.subList(from, Math.min(links.size(), from + Act.MAX_NAMED)));
            acts.add(new Act.Rule(Terms.RDF_TYPE, Optional.empty(), Policy.ALL, some));
        }
        return done(acts, schema.viewsWithout(rule), dryRun);
    }

    private JsonObject done(List<? extends Act> acts, Views next, boolean dryRun) {
        replica.mustMay(Level.ADMIN);
        Governing.must(replica, "its schema");
        JsonObject receipt = new JsonObject();
        @Nullable String delta = null;
        if (!dryRun) {
            for (Act act : acts) {
                delta = said(act);
            }
        }
        if (delta == null) {
            receipt.add("delta", JsonNull.INSTANCE);
        } else {
            receipt.addProperty("delta", delta);
        }
        receipt.addProperty("dryRun", dryRun);
        if (dryRun) {
            tell(next, receipt);
        }
        return receipt;
    }

    private String said(Act act) {
        try {
            return replica.act(act).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private void tell(Views next, JsonObject receipt) {
        Outlook outlook;
        try (Snapshot snapshot = replica.snapshot()) {
            outlook = snapshot.outlook(next, MAX_EXAMPLES);
        }
        receipt.addProperty("hidden", outlook.hidden());
        receipt.addProperty("back", outlook.back());
        receipt.add("hides", examples("-", outlook.hides()));
        receipt.add("shows", examples("+", outlook.shows()));
    }

    private static JsonArray examples(String sign, List<Quad> quads) {
        Portion portion = new Portion(MAX_EXAMPLES);
        quads.forEach(quad -> portion.change(sign, quad));
        return portion.rows();
    }
}
