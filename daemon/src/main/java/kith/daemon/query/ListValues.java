package kith.daemon.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import kith.ontology.delta.Dot;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Views;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/**
 * A list in a field of one value is one value ({@code docs/protocol/merge.md}, "Lists"): when a request takes it back, its
 * cells go with it, and whoever puts one into a field says all of it. Over one dataset, for one request and one thread.
 *
 * <p>A cell is a blank node of which a graph says nothing but {@code rdf:first}, {@code rdf:rest} and that it is an {@code
 * rdf:List}. Lists that are members of a list belong to it.
 */
final class ListValues {
    /** Cells of one list, those of lists in it with them; what is larger is no value and stays where it is. */
    static final int MAX_CELLS = 10_000;
    /** Cells of all lists that one change takes back, or says again. */
    static final int MAX_CELLS_OF_CHANGE = 100_000;
    /** A cell counts once more for each so many characters of its member: what is taken back is kept in memory. */
    static final int CHARS_OF_A_CELL = 400;
    /** Of what more is said than this, it is no cell. */
    private static final int MAX_FACTS_OF_A_CELL = 16;

    private static final Node FIRST = RDF.Nodes.first;
    private static final Node REST = RDF.Nodes.rest;
    private static final Node LIST = RDF.List.asNode();

    private final SpaceDataset dataset;
    private final FormerCells former;
    private long count;

    /** A blank node in a graph. */
    private record Cell(Node graph, Node node) {
        static Cell at(Quad pointer) {
            return new Cell(pointer.getGraph(), pointer.getObject());
        }
    }

    /** What is said of a cell, as far as lists go on from there, and how much it counts. */
    private record Content(List<Cell> next, long weight) {}

    private interface Finding {
        Iterator<Quad> find(Node graph, Node subject, Node predicate, Node object);
    }

    /** Cells that can be come by, each with those that it points at. */
    private static final class Reach {
        final Map<Cell, List<Cell>> cells = new LinkedHashMap<>();
        /** Cells of lists that are too large. */
        final Set<Cell> beyond = new HashSet<>();
    }

    /** @param clock of a delta that is held */
    ListValues(SpaceDataset dataset, ToLongFunction<Dot> clock) {
        this.dataset = dataset;
        this.former = new FormerCells(dataset.base(), clock);
    }

    /**
     * Takes the cells of lists that are no values any more out of the dataset, and brings those back that were taken, of
     * lists that it puts into fields.
     *
     * @return what the change has to say again, though it shows: the cells of lists that it puts into fields. Who takes
     *     such a list out of its field without having heard of this change then leaves it whole.
     * @throws KithException USER, REJECTED where the change is about more than {@link #MAX_CELLS_OF_CHANGE} cells
     */
    Set<Quad> settle() {
        // First what comes: a list that comes back may hold what else would go.
        Reach said = said();
        takeBack();
        return said.cells.keySet().stream()
                .flatMap(cell -> facts(cell).orElse(List.of()).stream())
                .filter(dataset.base()::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The cells of lists that the change puts into fields, those that were gone with them. */
    private Reach said() {
        if (dataset.asserts().stream().noneMatch(this::joinsList)) {
            return new Reach();
        }
        Reach said = reach(dataset.asserts(), this::raised);
        for (Cell cell : said.cells.keySet()) {
            raised(cell).orElse(List.of()).stream()
                    .filter(fact -> !dataset.contains(fact))
                    .forEach(dataset::add);
        }
        return said;
    }

    private void takeBack() {
        Set<Quad> taken = dataset.taken();
        Set<Quad> gone = new LinkedHashSet<>(taken);
        gone.addAll(dataset.dropped());
        Reach reach = reach(gone, this::facts);
        if (reach.cells.isEmpty()) {
            return;
        }
        keep(held(reach, taken), reach);
        for (Cell cell : reach.cells.keySet()) {
            facts(cell).orElse(List.of()).forEach(dataset::delete);
        }
    }

    private Reach reach(Set<Quad> pointers, Function<Cell, Optional<List<Quad>>> facts) {
        Reach reach = new Reach();
        pointers.stream().filter(this::isHead).forEach(pointer -> follow(Cell.at(pointer), facts, reach));
        return reach;
    }

    private boolean isHead(Quad quad) {
        return quad.getObject().isBlank() && !isLink(quad) && dataset.isOfOneValue(quad);
    }

    private static boolean isLink(Quad quad) {
        return quad.getPredicate().equals(FIRST) || quad.getPredicate().equals(REST);
    }

    /** Adds the cells that can be come by from {@code head}, unless they are too many. */
    private void follow(Cell head, Function<Cell, Optional<List<Quad>>> reading, Reach reach) {
        List<Cell> fresh = new ArrayList<>();
        Deque<Cell> ahead = new ArrayDeque<>(List.of(head));
        long weight = 0;
        while (!ahead.isEmpty()) {
            Cell cell = ahead.remove();
            if (reach.cells.containsKey(cell) || reach.beyond.contains(cell)) {
                continue;
            }
            Optional<Content> content = reading.apply(cell).flatMap(facts -> content(cell, facts));
            if (content.isPresent()) {
                weight += content.get().weight();
                mustFit(content.get().weight());
                reach.cells.put(cell, content.get().next());
                fresh.add(cell);
                ahead.addAll(content.get().next());
            }
            if (weight > MAX_CELLS) {
                reach.cells.keySet().removeAll(fresh);
                reach.beyond.addAll(fresh);
                return;
            }
        }
    }

    private void mustFit(long weight) {
        count += weight;
        if (count > MAX_CELLS_OF_CHANGE) {
            throw KithException.user(
                    Code.REJECTED,
                    "this change is about lists of more than " + MAX_CELLS_OF_CHANGE
                            + " cells; change fewer fields at once");
        }
    }

    /** What the dataset says of a blank node in a graph, unless it is too much for a cell. */
    private Optional<List<Quad>> facts(Cell cell) {
        return facts(cell, dataset::find);
    }

    private static Optional<List<Quad>> facts(Cell cell, Finding finding) {
        if (!cell.node().isBlank()) {
            return Optional.empty();
        }
        List<Quad> facts = new ArrayList<>();
        Iterator<Quad> said = finding.find(cell.graph(), cell.node(), Node.ANY, Node.ANY);
        try {
            while (said.hasNext()) {
                if (facts.size() == MAX_FACTS_OF_A_CELL) {
                    return Optional.empty();
                }
                facts.add(said.next());
            }
        } finally {
            Iter.close(said);
        }
        return Optional.of(facts);
    }

    private static Optional<Content> content(Cell cell, List<Quad> facts) {
        List<Cell> next = new ArrayList<>();
        long chars = 0;
        boolean isCell = false;
        for (Quad fact : facts) {
            boolean isType =
                    fact.getPredicate().equals(Views.TYPE) && fact.getObject().equals(LIST);
            if (!isLink(fact) && !isType) {
                return Optional.empty();
            }
            isCell |= isLink(fact);
            if (fact.getObject().isBlank()) {
                next.add(new Cell(cell.graph(), fact.getObject()));
            } else if (fact.getObject().isLiteral()) {
                chars += fact.getObject().getLiteralLexicalForm().length();
            }
        }
        return isCell ? Optional.of(new Content(next, 1 + chars / CHARS_OF_A_CELL)) : Optional.empty();
    }

    /** The cells that something points at which stays and is none of them. */
    private Set<Cell> held(Reach reach, Set<Quad> taken) {
        Set<Cell> held = new LinkedHashSet<>();
        for (Cell cell : reach.cells.keySet()) {
            Iterator<Quad> pointers = dataset.base().find(Node.ANY, Node.ANY, Node.ANY, cell.node());
            try {
                while (!held.contains(cell) && pointers.hasNext()) {
                    Quad pointer = pointers.next();
                    if (!taken.contains(pointer) && holds(pointer, cell, reach)) {
                        held.add(cell);
                    }
                }
            } finally {
                Iter.close(pointers);
            }
        }
        Map<Node, List<Cell>> cells = reach.cells.keySet().stream().collect(Collectors.groupingBy(Cell::node));
        dataset.asserts().forEach(pointer -> hold(pointer, cells, reach, held));
        if (dataset.base().hasHidden()) {
            dataset.base().eachHidden(pointer -> {
                if (!taken.contains(pointer)) {
                    hold(pointer, cells, reach, held);
                }
            });
        }
        return held;
    }

    private void hold(Quad pointer, Map<Node, List<Cell>> cells, Reach reach, Set<Cell> held) {
        for (Cell cell : cells.getOrDefault(pointer.getObject(), List.of())) {
            if (holds(pointer, cell, reach)) {
                held.add(cell);
            }
        }
    }

    /** In another graph a pointer means what that graph says of the node; only where it says nothing, this cell. */
    private boolean holds(Quad pointer, Cell cell, Reach reach) {
        if (pointer.getGraph().equals(cell.graph())) {
            return !isLink(pointer) || !reach.cells.containsKey(new Cell(cell.graph(), pointer.getSubject()));
        }
        return facts(new Cell(pointer.getGraph(), cell.node()))
                .map(List::isEmpty)
                .orElse(false);
    }

    /** Leaves what is held where it is, and what follows there: tails are shared from a cell on. */
    private static void keep(Set<Cell> held, Reach reach) {
        Deque<Cell> ahead = new ArrayDeque<>(held);
        while (!ahead.isEmpty()) {
            List<Cell> next = reach.cells.remove(ahead.remove());
            if (next != null) {
                ahead.addAll(next);
            }
        }
    }

    /** Whether an added quad points at a cell that is there, or was; hardly any import does. */
    private boolean joinsList(Quad quad) {
        Node object = quad.getObject();
        return object.isBlank()
                && (isLink(quad) || dataset.isOfOneValue(quad))
                && (former.wasSaid(object, REST) || former.wasSaid(object, FIRST));
    }

    /** What the dataset says of a cell; of one that is gone, by this change or before it, what was said last. */
    private Optional<List<Quad>> raised(Cell cell) {
        Optional<List<Quad>> facts = facts(cell);
        if (facts.isEmpty() || !facts.get().isEmpty()) {
            return facts;
        }
        Optional<List<Quad>> base = facts(cell, dataset.base()::find);
        if (base.isEmpty() || !base.get().isEmpty()) {
            return base;
        }
        List<Quad> before = former.of(cell.graph(), cell.node());
        return before.size() > MAX_FACTS_OF_A_CELL ? Optional.empty() : Optional.of(before);
    }
}
