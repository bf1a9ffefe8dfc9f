package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import kith.daemon.peers.Address;
import kith.daemon.sync.MessageCodec;
import org.junit.jupiter.api.Test;

final class SurroundingsTest {
    private static final long START = 1_000_000;
    private static final long LOOK = Surroundings.LOOK.toMillis();

    private final AtomicReference<Set<InetAddress>> machine = new AtomicReference<>(Set.of());
    private final AtomicReference<List<String>> told = new AtomicReference<>(List.of());
    private final Surroundings around = new Surroundings(machine::get, told::get);

    @Test
    void aMoveIsNoticedOnceAndNotLookedForAllTheTime() {
        assertFalse(around.haveChanged(START));
        machine.set(Set.of(InetAddress.getLoopbackAddress()));

        assertFalse(around.haveChanged(START + LOOK - 1));
        assertTrue(around.haveChanged(START + LOOK));
        assertFalse(around.haveChanged(START + 2 * LOOK));
    }

    @Test
    void aClockThatIsSetBackIsNoReasonNotToLook() {
        assertFalse(around.haveChanged(START));
        machine.set(Set.of(InetAddress.getLoopbackAddress()));

        assertTrue(around.haveChanged(START - 3_600_000));
    }

    @Test
    void itIsToldWhereWeAreNow() {
        told.set(List.of("192.0.2.1:7340"));
        assertEquals(List.of("192.0.2.1:7340"), around.reachable());

        told.set(List.of("198.51.100.1:7340"));
        assertEquals(List.of("198.51.100.1:7340"), around.reachable());
    }

    @Test
    void noMoreIsToldThanAHelloTakes() {
        told.set(List.of("a".repeat(Address.MAX_CHARS + 1), "a".repeat(Address.MAX_CHARS)));
        assertEquals(List.of("a".repeat(Address.MAX_CHARS)), around.reachable());

        told.set(Collections.nCopies(MessageCodec.MAX_ADDRESSES + 1, "192.0.2.1:7340"));
        assertEquals(MessageCodec.MAX_ADDRESSES, around.reachable().size());
    }
}
