package kith.daemon.query;

import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import kith.daemon.replica.Committed;
import kith.ontology.delta.EditCodec;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;

/** A space in memory, for tests: one transactional dataset, receipts by comparing before and after. */
public final class PlainSpace implements SpaceAccess {
    private final DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
    private int commits;

    /** The space that holds what the TriG document says. */
    public static PlainSpace of(String trig) {
        PlainSpace space = new PlainSpace();
        space.dataset.executeWrite(() -> RDFParser.fromString(trig, Lang.TRIG).parse(space.dataset));
        return space;
    }

    public DatasetGraph dataset() {
        return dataset;
    }

    public int commits() {
        return commits;
    }

    public Set<Quad> quads() {
        return dataset.calculateRead(() -> all(dataset));
    }

    @Override
    public DatasetGraph read() {
        return dataset;
    }

    @Override
    public DatasetGraph readAt(String moment) {
        throw new UnsupportedOperationException("no past is kept here");
    }

    @Override
    public Watching watch(Consumer<Committed> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public WriteAccess write() {
        dataset.begin(TxnType.WRITE);
        return new Write(all(dataset));
    }

    private static Set<Quad> all(DatasetGraph dataset) {
        Set<Quad> quads = new HashSet<>();
        dataset.find().forEachRemaining(quads::add);
        return quads;
    }

    private final class Write implements WriteAccess {
        private final Set<Quad> before;
        private boolean split;
        private boolean closed;
        private boolean committed;

        Write(Set<Quad> before) {
            this.before = before;
        }

        @Override
        public DatasetGraph dataset() {
            return dataset;
        }

        @Override
        public void revert(String delta) {
            throw new UnsupportedOperationException("no past is kept here");
        }

        @Override
        public void mayBeSplit() {
            split = true;
        }

        @Override
        public Receipt commit(String note) {
            Receipt receipt = receipt(false, 0);
            if (!split && receipt.added() + receipt.removed() > EditCodec.MAX_OPERATIONS) {
                throw KithException.user(Code.USAGE, "more than one delta takes");
            }
            Set<Quad> after = all(dataset);
            dataset.commit();
            committed = true;
            commits++;
            Effect effect = new Effect(List.copyOf(minus(after, before)), List.copyOf(minus(before, after)));
            listeners.forEach(listener -> listener.accept(new Committed(Map.of(), effect, false)));
            return receipt;
        }

        @Override
        public Receipt dryRun(int maxDiffLines) {
            return receipt(true, maxDiffLines);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                if (!committed) {
                    dataset.abort();
                }
                dataset.end();
            }
        }

        private Receipt receipt(boolean dryRun, int maxDiffLines) {
            Set<Quad> after = all(dataset);
            Set<Quad> added = minus(after, before);
            Set<Quad> removed = minus(before, after);
            boolean changed = !added.isEmpty() || !removed.isEmpty();
            String delta = changed && !dryRun ? "00000001" : null;
            String diff = dryRun ? diff(added, removed, maxDiffLines) : "";
            return new Receipt(delta, delta == null ? 0 : 1, added.size(), removed.size(), 0, dryRun, diff);
        }
    }

    private static Set<Quad> minus(Set<Quad> from, Set<Quad> these) {
        Set<Quad> left = new HashSet<>(from);
        left.removeAll(these);
        return Collections.unmodifiableSet(left);
    }

    private static String diff(Set<Quad> added, Set<Quad> removed, int maxLines) {
        Set<String> lines = new TreeSet<>();
        added.forEach(quad -> lines.add("+ " + NodeFmtLib.strNQ(quad) + "\n"));
        removed.forEach(quad -> lines.add("- " + NodeFmtLib.strNQ(quad) + "\n"));
        StringBuilder diff = new StringBuilder();
        Iterator<String> each = lines.iterator();
        for (int i = 0; i < maxLines && each.hasNext(); i++) {
            diff.append(each.next());
        }
        return diff.toString();
    }
}
