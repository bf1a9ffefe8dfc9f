package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import kith.daemon.engine.Explanation;
import kith.daemon.engine.Orders;
import kith.daemon.replica.Change;
import kith.daemon.replica.TestNode;
import kith.ontology.bytes.Bytes;
import org.apache.jena.atlas.lib.InternalErrorException;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.ARQException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecDatasetBuilder;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.util.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on ids answers as the standard engine does over a dataset in memory: random quads, random queries. */
final class SameAnswersTest {
    private static final int QUERIES = Integer.getInteger("kith.sameAnswers", 420);

    private static final int QUERIES_OVER_MANY = Integer.getInteger("kith.sameAnswers", 40);
    /** An answer with more is not looked at: to sort its texts takes longer than to find them. */
    private static final int MOST_ROWS = 20_000;

    /** The standard engine alone says so, before ours is asked. */
    @SuppressWarnings("serial")
    private static final class TooManyRows extends RuntimeException {}

    static {
        Sandbox.install(Map.of());
    }

    @TempDir
    private Path folder;

    /** What a query answered: its rows or triples as texts, and for an ordered one its keys. */
    private record Answer(List<String> rows, List<List<@Nullable Node>> keys, boolean isWhole) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomQueriesAreAnsweredAsTheStandardEngineDoes(long seed) {
        SomeQueries some = new SomeQueries(seed);
        List<Quad> quads = some.quads(50 + 10 * (int) (seed % 6), seed % 5 != 2);
        DatasetGraph memory = DatasetGraphFactory.createTxnMem();
        memory.executeWrite(() -> quads.forEach(memory::add));
        int planned = 0;
        try (TestNode node = TestNode.open(folder, 1)) {
            node.found("river");
            say(node, quads);
            DatasetGraph space = dataset(node);
            try {
                for (int i = 0; i < QUERIES; i++) {
                    planned += same(some.next(), memory, space) ? 1 : 0;
                }
            } finally {
                space.close();
            }
        }

        int most = planned;
        assertTrue(most > QUERIES * 8 / 10, () -> "only " + most + " of " + QUERIES + " were planned whole");
    }

    /** More quads than a batch of rows has, some packed and some fresh, and patterns that close circles. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3})
    void randomQueriesOverManyQuadsAreAnsweredAsTheStandardEngineDoes(long seed) {
        SomeQueries some = new SomeQueries(seed, 30 * (int) seed, 40);
        List<Quad> quads = some.quads(1_400, seed != 2);
        DatasetGraph memory = DatasetGraphFactory.createTxnMem();
        memory.executeWrite(() -> quads.forEach(memory::add));
        try (TestNode node = TestNode.open(folder, 1)) {
            node.found("river");
            say(node, quads.subList(0, quads.size() / 2));
            node.replica().fold().join();
            say(node, quads.subList(quads.size() / 2, quads.size()));
            DatasetGraph space = dataset(node);
            try {
                for (int i = 0; i < QUERIES_OVER_MANY; i++) {
                    same(some.next(), memory, space);
                }
            } finally {
                space.close();
            }
        }
    }

    private static void say(TestNode node, List<Quad> quads) {
        node.replica()
                .write(new Change(quads, List.of(), Optional.empty(), true))
                .durable()
                .join();
    }

    private static DatasetGraph dataset(TestNode node) {
        return new ServedDataset(
                new SpaceDataset(node.replica().snapshot(), false, Bytes.EMPTY, Map.of()),
                ServiceGraphs.of(() -> Graph.emptyGraph, () -> Graph.emptyGraph));
    }

    private static boolean same(String text, DatasetGraph memory, DatasetGraph space) {
        Query query = QueryFactory.create(text, Syntax.syntaxSPARQL_12);
        Answer expected;
        Answer literal;
        try {
            expected = answer(query, text, memory, false, true);
            // Some of what the standard engine does to be fast changes the answer: then what the algebra says counts.
            literal = answer(query, text, memory, false, false);
        } catch (TooManyRows many) {
            return true;
        } catch (ARQException | InternalErrorException fault) {
            // The standard engine stumbles over a literal in the place of a predicate, and over some assignments.
            return true;
        }
        try {
            Answer found = answer(query, text, space, true, true);
            if (found.rows().equals(literal.rows())) {
                return found.isWhole();
            }
            if (!text.contains("LIMIT") && !found.rows().equals(expected.rows())) {
                assertEquals(List.of(), without(expected.rows(), found.rows()), () -> text + "\nmissing");
                assertEquals(List.of(), without(found.rows(), expected.rows()), () -> text + "\ntoo many");
            }
            assertEquals(expected.rows().size(), found.rows().size(), text);
            for (int i = 0; i < expected.keys().size(); i++) {
                for (int k = 0; k < expected.keys().get(i).size(); k++) {
                    assertTrue(
                            areSame(
                                    expected.keys().get(i).get(k),
                                    found.keys().get(i).get(k)),
                            text + "\nrow " + i + ": " + expected.keys().get(i) + " and "
                                    + found.keys().get(i));
                }
            }
            return found.isWhole();
        } catch (RuntimeException e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<String> without(List<String> rows, List<String> others) {
        List<String> left = new LinkedList<>(rows);
        others.forEach(left::remove);
        return left.subList(0, Math.min(10, left.size()));
    }

    private static boolean areSame(@Nullable Node one, @Nullable Node other) {
        if (one == null || other == null) {
            return one == other;
        }
        NodeValue first = NodeValue.makeNode(one);
        NodeValue second = NodeValue.makeNode(other);
        boolean sameNumber = first.isNumber() && second.isNumber() && first.getDouble() == second.getDouble();
        return sameNumber || NodeValue.compareAlways(first, second) == 0;
    }

    private static Answer answer(Query query, String text, DatasetGraph dataset, boolean ours, boolean optimised) {
        try (Watch watch = Watch.start(Duration.ofSeconds(60))) {
            Context context = Context.setupContextForDataset(ARQ.getContext(), dataset);
            watch.into(context);
            context.set(ARQ.optimization, optimised);
            if (ours) {
                Footing.into(context, dataset, new Orders());
            }
            Explanation explanation = Explanation.into(context);
            return dataset.calculateRead(() -> {
                try (QueryExec execution = QueryExecDatasetBuilder.create()
                        .query(query)
                        .dataset(dataset)
                        .context(context)
                        .build()) {
                    return read(query, text, execution, explanation);
                }
            });
        }
    }

    private static Answer read(Query query, String text, QueryExec execution, Explanation explanation) {
        List<String> rows = new ArrayList<>();
        List<List<@Nullable Node>> keys = new ArrayList<>();
        if (query.isAskType()) {
            rows.add(Boolean.toString(execution.ask()));
        } else if (query.isConstructType()) {
            Iterator<Quad> quads = execution.constructQuads();
            TreeSet<String> triples = new TreeSet<>();
            quads.forEachRemaining(quad -> triples.add(quad.asTriple().toString()));
            rows.addAll(triples);
        } else {
            List<Var> order = SomeQueries.ordered(text).stream().map(Var::alloc).toList();
            RowSet answers = execution.select();
            while (answers.hasNext()) {
                Binding row = answers.next();
                List<@Nullable Node> key = new ArrayList<>();
                order.forEach(variable -> key.add(row.get(variable)));
                keys.add(key);
                rows.add(written(row, answers.getResultVars(), text));
                if (rows.size() > MOST_ROWS) {
                    throw new TooManyRows();
                }
            }
        }
        rows.sort(null);
        return new Answer(rows, keys, explanation.plans().size() == 1);
    }

    private static String written(Binding row, List<Var> variables, String text) {
        StringBuilder written = new StringBuilder();
        for (Var variable : variables) {
            Node value = row.get(variable);
            written.append(variable)
                    .append('=')
                    .append(value == null ? "" : written(value, text))
                    .append(' ');
        }
        return written.toString();
    }

    // Of several terms of the same value an aggregate may give back any, and it joins texts in any order.
    private static String written(Node value, String text) {
        boolean isReckoned = text.contains("MIN(") || text.contains("MAX(");
        if (text.contains("GROUP_CONCAT") && value.isLiteral()) {
            String[] parts = value.getLiteralLexicalForm().split("\\|", -1);
            Arrays.sort(parts);
            return String.join("|", parts);
        }
        if (isReckoned && value.isLiteral()) {
            NodeValue number = NodeValue.makeNode(value);
            return number.isNumber() ? Double.toString(number.getDouble()) : value.toString();
        }
        return value.toString();
    }
}
