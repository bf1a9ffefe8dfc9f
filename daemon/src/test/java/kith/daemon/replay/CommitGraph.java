package kith.daemon.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/**
 * A history as a version control system kept it: who changed which facts, having seen which changes. One JSON object a
 * line, parents first: {@code {id, parents, time, author, add, del}}, facts as [subject, predicate, value].
 */
public final class CommitGraph {
    private final List<Commit> commits = new ArrayList<>();
    /** For every commit, those that came before it: its parents, and theirs. */
    private final List<BitSet> before = new ArrayList<>();

    /** One change of one author. */
    public record Commit(
            int id, List<Integer> parents, long millis, String author, List<Quad> added, List<Quad> removed) {}

    private CommitGraph() {}

    public static CommitGraph read(BufferedReader lines) throws IOException {
        CommitGraph graph = new CommitGraph();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            graph.add(commit(JsonParser.parseString(line).getAsJsonObject()));
        }
        return graph;
    }

    private static Commit commit(JsonObject line) {
        return new Commit(
                line.get("id").getAsInt(),
                line.getAsJsonArray("parents").asList().stream()
                        .map(JsonElement::getAsInt)
                        .toList(),
                line.get("time").getAsLong() * 1_000,
                line.get("author").getAsString(),
                facts(line.getAsJsonArray("add")),
                facts(line.getAsJsonArray("del")));
    }

    private static List<Quad> facts(JsonArray facts) {
        return facts.asList().stream().map(fact -> fact(fact.getAsJsonArray())).toList();
    }

    /** A fact of the file as a quad. */
    public static Quad fact(JsonArray fact) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI(iri(fact.get(0).getAsString())),
                NodeFactory.createURI(iri(fact.get(1).getAsString())),
                NodeFactory.createLiteralString(fact.get(2).getAsString()));
    }

    private static String iri(String name) {
        return "urn:org:"
                + URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }

    private void add(Commit commit) {
        if (commit.id() != commits.size()) {
            throw new IllegalArgumentException("commit " + commit.id() + " on line " + commits.size());
        }
        BitSet known = new BitSet();
        for (int parent : commit.parents()) {
            known.or(before.get(parent));
            known.set(parent);
        }
        commits.add(commit);
        before.add(known);
    }

    public List<Commit> commits() {
        return commits;
    }

    /** Whether the author of {@code later} had {@code earlier} before them. */
    public boolean hasSeen(int later, int earlier) {
        return before.get(later).get(earlier);
    }

    /** Additions and removals. */
    public long changes() {
        return commits.stream()
                .mapToLong(commit -> commit.added().size() + commit.removed().size())
                .sum();
    }

    /** What holds in the end by the rule that a removal takes back exactly the additions that its author had seen. */
    public Set<Quad> shown() {
        Map<Quad, List<Integer>> removals = new HashMap<>();
        commits.forEach(commit -> commit.removed()
                .forEach(fact -> removals.computeIfAbsent(fact, first -> new ArrayList<>())
                        .add(commit.id())));
        Set<Quad> shown = new HashSet<>();
        for (Commit commit : commits) {
            for (Quad fact : commit.added()) {
                if (removals.getOrDefault(fact, List.of()).stream()
                        .noneMatch(removal -> hasSeen(removal, commit.id()))) {
                    shown.add(fact);
                }
            }
        }
        return shown;
    }

    /** What holds in the end if every line is believed after the one before, whoever saw what. */
    public Set<Quad> inFileOrder() {
        Set<Quad> facts = new HashSet<>();
        for (Commit commit : commits) {
            commit.removed().forEach(facts::remove);
            facts.addAll(commit.added());
        }
        return facts;
    }
}
