package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import kith.ontology.delta.EditCodec;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Places are the set that they were made of, whatever one asks of it. */
final class PlacesTest {
    @Seeds(100)
    void theyAnswerAsAnySortedSetDoes(Gen gen) {
        TreeSet<Integer> plain = new TreeSet<>();
        for (int i = gen.from(1, 30); i > 0; i--) {
            plain.add(gen.from(0, 60));
        }
        SortedSet<Integer> places = new Places(List.copyOf(plain));
        int some = gen.from(0, 60);

        assertEquals(plain, places);
        assertEquals(places, plain);
        assertEquals(plain.hashCode(), places.hashCode());
        assertEquals(new Places(List.copyOf(plain)), places);
        assertEquals(plain.first(), places.first());
        assertEquals(plain.last(), places.last());
        assertEquals(plain.headSet(some), places.headSet(some));
        assertEquals(plain.tailSet(some), places.tailSet(some));
        assertEquals(plain.subSet(some, some + 5), places.subSet(some, some + 5));
        for (int place = -1; place < 62; place++) {
            assertEquals(plain.contains(place), places.contains(place));
        }
        plain.add(61);
        assertNotEquals(plain, places);
        assertNotEquals(places, plain);
        assertNotEquals(new Places(List.copyOf(plain)), places);
    }

    @Test
    void theFirstAndTheLastPlaceThereIsCanBeHeld() {
        int last = EditCodec.MAX_OPERATIONS - 1;
        SortedSet<Integer> places = new Places(List.of(0, last));

        assertTrue(places.contains(0) && places.contains(last));
        assertFalse(places.contains(-1) || places.contains(Character.MAX_VALUE + 1) || places.contains(1));
        assertFalse(places.contains(Character.MAX_VALUE + 1 + last));
        assertFalse(new TreeSet<Object>(List.of("0")).equals(places));
        assertNull(places.comparator());
    }

    @Test
    void noneHaveNeitherAFirstNorALast() {
        SortedSet<Integer> none = new Places(List.of());

        assertThrows(NoSuchElementException.class, none::first);
        assertThrows(NoSuchElementException.class, none::last);
    }
}
