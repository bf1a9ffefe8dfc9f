package kith.daemon.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.jspecify.annotations.Nullable;

/**
 * The answer of DESCRIBE: what all graphs say of each thing asked for, and of the blank nodes that hang on it, as
 * triples. Walks lazily and without recursion, so the limits of the question hold.
 */
final class Description implements Iterator<Quad> {
    private final DatasetGraph dataset;
    private final Deque<Node> waiting = new ArrayDeque<>();
    private final Set<Node> seen = new HashSet<>();
    private final RowSet rows;
    private Iterator<Quad> current = Iter.nullIterator();

    private Description(Query query, QueryExec execution) {
        this.dataset = execution.getDataset();
        query.getResultURIs().forEach(this::await);
        this.rows = execution.select();
    }

    /** Makes the engine find what the variables of a DESCRIBE stand for. */
    static void asSelect(Query query) {
        if (query.getQueryPattern() == null) {
            query.setQueryPattern(new ElementGroup());
        }
        boolean noVariables =
                !query.isQueryResultStar() && query.getProjectVars().isEmpty();
        query.setQuerySelectType();
        if (noVariables) {
            query.setQueryResultStar(true);
        }
    }

    static Iterator<Quad> of(Query query, QueryExec execution) {
        return new Description(query, execution);
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext()) {
            Node thing = waiting.poll();
            if (thing != null) {
                current = dataset.find(Node.ANY, thing, Node.ANY, Node.ANY);
            } else if (rows.hasNext()) {
                Binding row = rows.next();
                for (Var variable : rows.getResultVars()) {
                    await(row.get(variable));
                }
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public Quad next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Quad quad = current.next();
        if (quad.getObject().isBlank()) {
            await(quad.getObject());
        }
        return Quad.create(Quad.defaultGraphIRI, quad.asTriple());
    }

    private void await(@Nullable Node thing) {
        if (thing != null && (thing.isURI() || thing.isBlank()) && seen.add(thing)) {
            waiting.add(thing);
        }
    }
}
