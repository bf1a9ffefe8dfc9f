package kith.daemon.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;

/** Which variable has which column. Some columns are no variable's: operators count in them. */
final class Slots {
    private final Map<Var, Integer> numbers = new HashMap<>();
    private final List<@Nullable Var> variables = new ArrayList<>();

    int of(Var variable) {
        Integer known = numbers.get(variable);
        if (known != null) {
            return known;
        }
        numbers.put(variable, variables.size());
        variables.add(variable);
        return variables.size() - 1;
    }

    /** The slot of a variable, or -1 if nothing binds it. */
    int find(Var variable) {
        Integer known = numbers.get(variable);
        return known == null ? -1 : known;
    }

    int hidden() {
        variables.add(null);
        return variables.size() - 1;
    }

    @Nullable
    Var variable(int slot) {
        return variables.get(slot);
    }

    String name(int slot) {
        Var variable = variables.get(slot);
        return variable == null ? "#" + slot : "?" + variable.getVarName();
    }

    int width() {
        return variables.size();
    }
}
