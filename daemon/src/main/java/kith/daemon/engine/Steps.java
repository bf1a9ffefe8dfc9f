package kith.daemon.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_NegPropSet;
import org.apache.jena.sparql.path.P_OneOrMore1;
import org.apache.jena.sparql.path.P_ReverseLink;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.P_ZeroOrMore1;
import org.apache.jena.sparql.path.P_ZeroOrOne;
import org.apache.jena.sparql.path.Path;
import org.jspecify.annotations.Nullable;

/** The steps of a property path in one graph after another. Walks by a queue and not by recursion, so no way is too long. */
final class Steps {
    private static final int LOOK = 40;
    private static final int STEPS_BETWEEN_CHECKS = 256;
    private static final int IDS_BETWEEN_CHECKS = 1 << 16;
    /** Ends from which a step is made at once. */
    private static final int TOGETHER = 256;

    private final Run run;
    private final Pattern.Graphs graphs;
    private long graph;
    private int sinceCheck;
    private final Nodes nodes;
    private final long[] keys = new long[TOGETHER];
    private final int[] starts = new int[TOGETHER];
    private final int[] ends = new int[TOGETHER];
    private final long[][] columns = {null, new long[Batch.ROWS], new long[Batch.ROWS], new long[Batch.ROWS]};

    Steps(Run run, Seen seen) {
        this.run = run;
        this.graphs = seen.graphs();
        this.graph = seen.graph();
        this.nodes = new Nodes(run, this::isWanted);
    }

    /** Walks in another graph from now on. */
    void enter(long other) {
        graph = other;
    }

    Step of(Path path) {
        return switch (path) {
            case P_Link link -> new Link(run.lexicon().id(link.getNode()), false);
            case P_ReverseLink link -> new Link(run.lexicon().id(link.getNode()), true);
            case P_Inverse inverse -> new Step.Inverse(of(inverse.getSubPath()));
            case P_Seq sequence -> new Step.Sequence(of(sequence.getLeft()), of(sequence.getRight()));
            case P_Alt either -> new Step.Alternative(of(either.getLeft()), of(either.getRight()));
            case P_ZeroOrOne once -> new Repeated(of(once.getSubPath()), true, 1);
            case P_ZeroOrMore1 often -> new Repeated(of(often.getSubPath()), true, Integer.MAX_VALUE);
            case P_OneOrMore1 often -> new Repeated(of(often.getSubPath()), false, Integer.MAX_VALUE);
            case P_NegPropSet others -> new Others(ids(others.getFwdNodes()), ids(others.getBwdNodes()));
            default -> throw new Refused("a path of a kind of its own");
        };
    }

    private Set<Long> ids(List<Node> nodes) {
        Set<Long> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(run.lexicon().id(node)));
        return ids;
    }

    private void check() {
        if (++sinceCheck % STEPS_BETWEEN_CHECKS == 0) {
            run.check();
        }
    }

    /** One thing may have very many neighbours. */
    private void checkWithin(int at) {
        if ((at + 1) % IDS_BETWEEN_CHECKS == 0) {
            run.check();
        }
    }

    private boolean isWanted(long of) {
        return graphs == Pattern.Graphs.UNION ? of != 0 : of == graph;
    }

    /** The things of the graph that it walks in. */
    Nodes nodes() {
        return nodes;
    }

    /** One predicate. */
    final class Link extends Step {
        private final long predicate;
        private final boolean reversed;
        /** Of the whole relation. */
        private final long pairs;
        /** How many more tuples may be read for single ends before it is better to read all. */
        private long budget;

        private boolean isAllowed;
        private @Nullable Adjacency forwards;
        private @Nullable Adjacency backwards;

        Link(long predicate, boolean reversed) {
            this.predicate = predicate;
            this.reversed = reversed;
            pairs = Lexicon.isLocal(predicate) ? 0 : run.snapshot().count(Order.PSOG, predicate);
            budget = graphs != Pattern.Graphs.EACH ? pairs : Long.MAX_VALUE;
        }

        @Override
        void walk(long from, boolean forward, Bag into) {
            check();
            if (Lexicon.isLocal(predicate) || Lexicon.isLocal(from)) {
                return;
            }
            boolean bySubject = forward != reversed;
            if (!isInHeap()) {
                budget -= LOOK;
                read(bySubject, from, into);
                return;
            }
            Adjacency pairs = pairs(bySubject);
            int number = pairs.find(from);
            if (number >= 0) {
                int end = pairs.start(number + 1);
                for (int at = pairs.start(number); at < end; at++) {
                    checkWithin(at);
                    into.add(pairs.value(at));
                }
            }
        }

        /** Says from how many it will be asked at least: where that costs as much as reading all, all is read at once. */
        void expect(int asked) {
            if (budget < Long.MAX_VALUE && (long) asked * LOOK > budget) {
                budget = 0;
            }
        }

        boolean isInHeap() {
            if (budget <= 0 && !isAllowed && !Lexicon.isLocal(predicate)) {
                isAllowed = run.mayKeep(pairs);
                budget = isAllowed ? budget : Long.MAX_VALUE;
            }
            return isAllowed;
        }

        /** As {@link #walk}, where it is in the heap, from several of what is reached. */
        void note(Reached reached, int first, int count, boolean forward) {
            Adjacency pairs = pairs(forward != reversed);
            reached.expect(pairs.leastValue(), pairs.mostValue());
            for (int i = 0; i < count; i++) {
                keys[i] = reached.at(first + i);
            }
            pairs.find(keys, Lexicon.UNBOUND, count, starts, ends);
            for (int i = 0; i < count; i++) {
                for (int at = starts[i]; at < ends[i]; at++) {
                    checkWithin(at);
                    reached.add(pairs.value(at));
                }
            }
        }

        private Adjacency pairs(boolean bySubject) {
            Adjacency kept = bySubject ? forwards : backwards;
            if (kept == null) {
                kept = run.relation(new Adjacency.Of(predicate, bySubject, graphs, graph));
                if (bySubject) {
                    forwards = kept;
                } else {
                    backwards = kept;
                }
            }
            return kept;
        }

        private void read(boolean bySubject, long from, Bag into) {
            Order order = bySubject ? Order.PSOG : Order.POSG;
            try (Tuples tuples = run.snapshot().tuples(order, predicate, from)) {
                long last = Lexicon.UNBOUND;
                for (int n = tuples.read(columns, Batch.ROWS); n > 0; n = tuples.read(columns, Batch.ROWS)) {
                    run.check();
                    budget -= n;
                    for (int i = 0; i < n; i++) {
                        long found = columns[2][i];
                        if (isWanted(columns[3][i]) && found != last) {
                            into.add(found);
                            last = found;
                        }
                    }
                }
            }
        }

        /** All that it leads from. */
        LongTable starts(boolean forward) {
            LongTable starts = new LongTable();
            if (Lexicon.isLocal(predicate)) {
                return starts;
            }
            Order order = forward != reversed ? Order.PSOG : Order.POSG;
            try (Tuples tuples = run.snapshot().tuples(order, predicate)) {
                for (int n = tuples.read(columns, Batch.ROWS); n > 0; n = tuples.read(columns, Batch.ROWS)) {
                    run.check();
                    for (int i = 0; i < n; i++) {
                        starts.add(columns[1][i]);
                    }
                }
            }
            return starts;
        }

        @Override
        boolean mayStay() {
            return false;
        }

        @Override
        Link first(boolean forward) {
            return this;
        }
    }

    /** Again and again; each end once. */
    private final class Repeated extends Step {
        private final Step of;
        private final boolean stays;
        private final int most;

        Repeated(Step of, boolean stays, int most) {
            this.of = of;
            this.stays = stays;
            this.most = most;
        }

        @Override
        void walk(long from, boolean forward, Bag into) {
            Reached met = new Reached();
            Bag next = new Bag();
            if (stays) {
                met.add(from);
            } else {
                of.walk(from, forward, next);
                note(next, met);
            }
            int steps = most == 1 ? Math.min(1, met.size()) : Integer.MAX_VALUE;
            int i = 0;
            while (i < met.size() && i < steps) {
                if (of instanceof Link link) {
                    link.expect(Math.min(steps, met.size()) - i);
                }
                if (of instanceof Link link && link.isInHeap()) {
                    int count = Math.min(TOGETHER, Math.min(steps, met.size()) - i);
                    run.check();
                    link.note(met, i, count, forward);
                    i += count;
                } else {
                    check();
                    next.clear();
                    of.walk(met.at(i++), forward, next);
                    note(next, met);
                }
            }
            for (int k = 0; k < met.size(); k++) {
                into.add(met.at(k));
            }
        }

        private static void note(Bag next, Reached met) {
            for (int i = 0; i < next.size(); i++) {
                met.add(next.at(i));
            }
        }

        @Override
        boolean isEachOnce() {
            return true;
        }

        @Override
        boolean mayStay() {
            return stays || of.mayStay();
        }

        @Override
        @Nullable
        Link first(boolean forward) {
            return stays ? null : of.first(forward);
        }
    }

    /** Any predicate but these. */
    private final class Others extends Step {
        private final Set<Long> notForward;
        private final Set<Long> notBackward;

        Others(Set<Long> notForward, Set<Long> notBackward) {
            this.notForward = notForward;
            this.notBackward = notBackward;
        }

        @Override
        void walk(long from, boolean forward, Bag into) {
            check();
            if (Lexicon.isLocal(from)) {
                return;
            }
            Set<Long> along = forward ? notForward : notBackward;
            Set<Long> against = forward ? notBackward : notForward;
            if (!along.isEmpty()) {
                read(Order.SPOG, from, along, into);
            }
            if (!against.isEmpty()) {
                read(Order.OSPG, from, against, into);
            }
        }

        private void read(Order order, long from, Set<Long> not, Bag into) {
            int predicate = order == Order.SPOG ? 1 : 2;
            long lastOne = Lexicon.UNBOUND;
            long lastTwo = Lexicon.UNBOUND;
            try (Tuples tuples = run.snapshot().tuples(order, from)) {
                for (int n = tuples.read(columns, Batch.ROWS); n > 0; n = tuples.read(columns, Batch.ROWS)) {
                    run.check();
                    for (int i = 0; i < n; i++) {
                        long one = columns[1][i];
                        long two = columns[2][i];
                        boolean again = one == lastOne && two == lastTwo;
                        if (isWanted(columns[3][i]) && !again) {
                            lastOne = one;
                            lastTwo = two;
                            if (!not.contains(columns[predicate][i])) {
                                into.add(columns[3 - predicate][i]);
                            }
                        }
                    }
                }
            }
        }

        @Override
        boolean mayStay() {
            return false;
        }
    }
}
