package kith.daemon.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import kith.daemon.engine.Orders.Chosen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders are kept for the same plan of the same query, while the space is about as large. */
final class OrdersTest {
    private static final List<String> PARTS = List.of("one", "other");
    private static final Chosen BACKWARDS = new Chosen(PARTS, new int[] {1, 0}, new double[] {1, 2});
    private static final Chosen FORWARDS = new Chosen(PARTS, new int[] {0, 1}, new double[] {1, 2});

    private final Orders orders = new Orders();

    @Test
    void eachPlanOfAQueryHasAnOrderOfItsOwn() {
        orders.keep(0, 1_000, List.of(BACKWARDS));

        assertNull(orders.at(1, 1_000));

        orders.keep(1, 1_000, List.of(FORWARDS));
        assertSame(BACKWARDS, kept(orders.at(0, 1_000)).getFirst());
        assertSame(FORWARDS, kept(orders.at(1, 1_000)).getFirst());
    }

    @Test
    void anOrderIsForgottenWhenTheSpaceHasGrownOrShrunkByAFifth() {
        orders.keep(0, 1_000, List.of(FORWARDS));

        assertNotNull(orders.at(0, 1_200));
        assertNull(orders.at(0, 1_201));
        assertNull(orders.at(0, 799));
    }

    @Test
    void aQueryOfVeryManyPlansKeepsTheOrdersOfTheFirst() {
        orders.keep(1_000_000, 1_000, List.of(FORWARDS));

        assertNull(orders.at(1_000_000, 1_000));
    }

    @Test
    void anOrderIsOfItsPartsAlone() {
        assertTrue(FORWARDS.isOf(List.of("one", "other")));
        assertFalse(FORWARDS.isOf(List.of("other", "one")));
        assertFalse(FORWARDS.isOf(List.of("one", "another")));
    }

    private static List<Chosen> kept(@Nullable List<Chosen> found) {
        assertNotNull(found);
        return found;
    }
}
