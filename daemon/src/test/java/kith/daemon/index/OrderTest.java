package kith.daemon.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderTest {
    private static boolean isBound(int combination, int part) {
        return (combination & 1 << part) != 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void theFittingOrderPutsWhatIsBoundFirst(int bound) {
        Order order = Order.fitting(isBound(bound, 0), isBound(bound, 1), isBound(bound, 2), isBound(bound, 3));

        int inPrefix = 0;
        while (inPrefix < Order.PLACES && isBound(bound, order.part(inPrefix))) {
            inPrefix++;
        }

        // The graph may stand behind an unbound part, and be filtered: it comes last but in one order.
        int expected = Integer.bitCount(bound) - (isBound(bound, 0) && inPrefix < Integer.bitCount(bound) ? 1 : 0);
        assertEquals(expected, inPrefix);
        assertTrue(inPrefix > 0 || bound == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void everyPartOfAQuadHasOnePlaceInEveryOrder(int part) {
        for (Order order : Order.values()) {
            assertEquals(part, order.part(order.place(part)));
        }
    }
}
