package kith.daemon.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.algebra.TableFactory;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;

/**
 * Tables of VALUES whose rows all have the same variables. The optimiser takes every variable of a table for one that is
 * always there, and would ask conditions on it of rows that say UNDEF before another part has given it a term.
 */
final class EvenTables {
    private EvenTables() {}

    /** The same rows, as a union of tables if they have different variables. */
    static Op of(OpTable mixed) {
        Map<Set<Var>, Table> tables = new LinkedHashMap<>();
        mixed.getTable()
                .rows()
                .forEachRemaining(row -> tables.computeIfAbsent(
                                Set.copyOf(row.varsMentioned()), variables -> TableFactory.create())
                        .addBinding(row));
        Set<Var> named = Set.copyOf(mixed.getTable().getVars());
        if (tables.keySet().stream().allMatch(named::equals)) {
            return mixed;
        }
        return tables.values().stream()
                .map(table -> (Op) OpTable.create(table))
                .reduce(OpUnion::create)
                .orElse(mixed);
    }
}
