package kith.daemon.engine;

import java.util.BitSet;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.path.Path;
import org.apache.jena.sparql.util.FmtUtils;

/**
 * A property path from a subject to an object, each a slot or a constant.
 *
 * @param subject its slot, or -1
 * @param object its slot, or -1
 */
record Walk(int subject, long subjectId, Path path, int object, long objectId, Seen seen, String text) {
    private static final double FROM_ONE = 20;
    private static final double FROM_ALL = 100_000;
    private static final double BETWEEN = 0.5;
    /** For what must wait, so that any other order is better. */
    private static final double NEVER = 1e150;

    static Walk of(Run run, TriplePath path, Seen seen) {
        Node subject = path.getSubject();
        Node object = path.getObject();
        int subjectSlot = Conjunction.slot(run, subject);
        int objectSlot = Conjunction.slot(run, object);
        Path way = path.getPath();
        if (way == null) {
            throw new Refused("a path that is a predicate");
        }
        return new Walk(
                subjectSlot,
                subjectSlot < 0 ? run.named(subject) : Lexicon.UNBOUND,
                way,
                objectSlot,
                objectSlot < 0 ? run.named(object) : Lexicon.UNBOUND,
                seen,
                FmtUtils.stringForNode(subject) + " " + way + " " + FmtUtils.stringForNode(object));
    }

    BitSet binds() {
        BitSet binds = new BitSet();
        if (subject >= 0) {
            binds.set(subject);
        }
        if (object >= 0) {
            binds.set(object);
        }
        return binds;
    }

    /** How many ways a row with these slots is thought to find. */
    double fanOut(BitSet bound) {
        boolean from = subject < 0 || bound.get(subject);
        boolean to = object < 0 || bound.get(object);
        boolean hasGraph = !seen.isEach() || bound.get(seen.slot());
        if (!hasGraph) {
            return NEVER;
        }
        return from && to ? BETWEEN : from || to ? FROM_ONE : FROM_ALL;
    }
}
