package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ThingNamesTest {
    /** Computed with another implementation: uuid5(uuid5(NAMESPACE_URL, "https://w3id.org/kith/ns#"), "a.b:c d"). */
    @Test
    void aNameFollowsFromSchemeAndKey() {
        assertEquals("urn:uuid:a7335a06-4a46-51f8-b209-f858ba568f3d", ThingNames.named("a.b", "c d"));
        assertEquals("urn:uuid:a7335a06-4a46-51f8-b209-f858ba568f3d", ThingNames.named("a.b", "c", "d"));
    }

    @Test
    void aSchemeHasNoColonSoThatItStaysApartFromItsKey() {
        assertThrows(IllegalArgumentException.class, () -> ThingNames.named("a:b", "c"));
        assertThrows(IllegalArgumentException.class, () -> ThingNames.named("", "c"));
    }

    @Test
    void aFreshNameIsAUuidOfVersion7ThatSortsByTime() {
        byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

        String earlier = ThingNames.fresh(Instant.ofEpochMilli(1_792_000_000_000L), ones);
        String later = ThingNames.fresh(Instant.ofEpochMilli(1_792_000_000_001L), new byte[10]);

        UUID uuid = UUID.fromString(earlier.substring("urn:uuid:".length()));
        assertEquals(7, uuid.version());
        assertEquals(2, uuid.variant());
        assertEquals("urn:uuid:01a13b86-0c01-7000-8000-000000000000".length(), later.length());
        assertTrue(earlier.compareTo(later) < 0);
        assertThrows(IllegalArgumentException.class, () -> ThingNames.fresh(Instant.EPOCH, new byte[9]));
    }
}
