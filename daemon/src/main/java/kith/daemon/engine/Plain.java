package kith.daemon.engine;

import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.expr.Expr;

/** Which patterns mean the same whether the terms of a row are written into them or the row is given to them. */
final class Plain {
    private Plain() {}

    static boolean isPlain(Op op) {
        return switch (op) {
            case OpBGP patterns -> true;
            case OpTriple pattern -> true;
            case OpPath path -> true;
            case OpSequence sequence -> sequence.getElements().stream().allMatch(Plain::isPlain);
            case OpConditional optional -> isPlain(optional.getLeft()) && isPlain(optional.getRight());
            case OpUnion union -> isPlain(union.getLeft()) && isPlain(union.getRight());
            case OpFilter filter ->
                isPlain(filter.getSubOp())
                        && filter.getExprs().getList().stream().noneMatch((Expr each) -> Conditions.hasPattern(each));
            default -> false;
        };
    }
}
