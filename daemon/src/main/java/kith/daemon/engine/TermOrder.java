package kith.daemon.engine;

import java.util.Arrays;
import java.util.BitSet;
import kith.daemon.index.Ids;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.XSDFuncOp;

/** How ORDER BY orders rows. Rows that are equal by it come in the order of their ids, which is always the same one. */
final class TermOrder {
    private final Lexicon lexicon;
    private final int[] slots;
    private final boolean[] down;

    TermOrder(Lexicon lexicon, int[] slots, boolean[] down) {
        this.lexicon = lexicon;
        this.slots = slots;
        this.down = down;
    }

    void uses(BitSet used) {
        Arrays.stream(slots).forEach(used::set);
    }

    int[] slots() {
        return slots;
    }

    boolean isDown(int key) {
        return down[key];
    }

    /** The order of two keys. */
    int compare(int key, long one, long other) {
        int order = raw(one, other);
        return down[key] ? -order : order;
    }

    private int raw(long one, long other) {
        if (one == other) {
            return 0;
        }
        if (one == Lexicon.UNBOUND) {
            return -1;
        }
        if (other == Lexicon.UNBOUND) {
            return 1;
        }
        if ((Ids.isInteger(one) && Ids.isInteger(other)) || (Ids.isDate(one) && Ids.isDate(other))) {
            return Long.compare(one, other);
        }
        return byValue(lexicon.value(one), lexicon.value(other));
    }

    /** Times without a zone are taken for those of UTC: else some of them would come before and after the same others. */
    private static int byValue(NodeValue one, NodeValue other) {
        boolean areTimes = (one.isDateTime() && other.isDateTime())
                || (one.isDate() && other.isDate())
                || (one.isTime() && other.isTime());
        int order = areTimes ? XSDFuncOp.compareDateTimeFO(one, other) : 0;
        return order != 0 ? order : NodeValue.compareAlways(one, other);
    }
}
