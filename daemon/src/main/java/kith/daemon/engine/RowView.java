package kith.daemon.engine;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBase;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.jspecify.annotations.Nullable;

/** A row as the standard engine sees one; terms are read from the dictionary when they are asked for. */
final class RowView extends BindingBase {
    private final Slots slots;
    private final Lexicon lexicon;
    private Batch batch;
    private int row;

    RowView(Run run, Batch batch, int row) {
        super(null);
        this.slots = run.slots();
        this.lexicon = run.lexicon();
        this.batch = batch;
        this.row = row;
    }

    /** The same object for another row: for who keeps none. */
    RowView at(Batch other, int otherRow) {
        batch = other;
        row = otherRow;
        return this;
    }

    private long id(int slot) {
        return slot < 0 || slot >= batch.columns.length ? Lexicon.UNBOUND : batch.at(slot, row);
    }

    @Override
    protected @Nullable Node get1(Var variable) {
        long id = id(slots.find(variable));
        return id == Lexicon.UNBOUND ? null : lexicon.node(id);
    }

    @Override
    protected boolean contains1(Var variable) {
        return id(slots.find(variable)) != Lexicon.UNBOUND;
    }

    private IntStream bound() {
        return IntStream.range(0, batch.columns.length)
                .filter(slot -> slots.variable(slot) != null && id(slot) != Lexicon.UNBOUND);
    }

    @Override
    protected Iterator<Var> vars1() {
        return bound().mapToObj(slots::variable).iterator();
    }

    @Override
    protected int size1() {
        return (int) bound().count();
    }

    @Override
    protected boolean isEmpty1() {
        return bound().findAny().isEmpty();
    }

    @Override
    protected Binding detachWithNewParent(Binding parent) {
        BindingBuilder copy = Binding.builder(parent);
        vars1().forEachRemaining(variable -> copy.add(variable, get1(variable)));
        return copy.build();
    }

    @Override
    protected Binding detachWithOriginalParent() {
        BindingBuilder copy = Binding.builder();
        vars1().forEachRemaining(variable -> copy.add(variable, get1(variable)));
        return copy.build();
    }
}
