package kith.daemon.query;

import org.apache.jena.sparql.ARQException;
import org.apache.jena.sparql.core.BasicPattern;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.engine.iterator.QueryIterPeek;
import org.apache.jena.sparql.engine.main.StageBuilder;
import org.apache.jena.sparql.engine.main.StageGenerator;
import org.apache.jena.sparql.engine.main.solver.PatternMatchData;

/**
 * Patterns as the standard engine answers them, also where a variable that stands for a predicate has come to be a literal:
 * nothing matches that, and the standard engine refuses to put such patterns in an order.
 */
final class AnyStage implements StageGenerator {
    private final StageGenerator standard = StageBuilder.standardGenerator();

    @Override
    public QueryIterator execute(BasicPattern pattern, QueryIterator input, ExecutionContext context) {
        // It looks at the first row before it may fail: it must still be there then.
        QueryIterator rows = input.isJoinIdentity() ? input : QueryIterPeek.create(input, context);
        try {
            return standard.execute(pattern, rows, context);
        } catch (ARQException unordered) {
            return PatternMatchData.execute(context.getActiveGraph(), pattern, rows, null, context);
        }
    }
}
