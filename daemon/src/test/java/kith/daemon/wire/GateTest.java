package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate(new WireLimits(10, 4, 2, Duration.ofSeconds(1)));

    @Test
    void strangersOfOneAddressAreCountedUntilTheyAreKnown() {
        Gate.Pass first = gate.enter(at("192.0.2.1")).orElseThrow();
        Gate.Pass second = gate.enter(at("192.0.2.1")).orElseThrow();
        assertTrue(gate.enter(at("192.0.2.1")).isEmpty());
        assertTrue(gate.enter(at("192.0.2.2")).isPresent());

        first.known();
        assertTrue(gate.enter(at("192.0.2.1")).isPresent());
        assertTrue(gate.enter(at("192.0.2.1")).isEmpty());

        second.leave();
        assertTrue(gate.enter(at("192.0.2.1")).isPresent());
    }

    @Test
    void oneNetworkTakesNoMoreThanItsShare() {
        List<Gate.Pass> passes = new ArrayList<>();
        for (int host = 1; host <= 4; host++) {
            passes.add(gate.enter(at("192.0.2." + host)).orElseThrow());
        }
        assertTrue(gate.enter(at("192.0.2.5")).isEmpty());
        assertTrue(gate.leaveTo(at("192.0.2.5")).isEmpty());
        assertTrue(gate.enter(at("192.0.3.5")).isPresent());

        passes.getFirst().leave();
        assertTrue(gate.leaveTo(at("192.0.2.5")).isPresent());
    }

    @Test
    void aNameIsANetworkOfItsOwn() {
        for (int call = 1; call <= 4; call++) {
            assertTrue(gate.leaveTo("one.onion").isPresent());
        }
        assertTrue(gate.leaveTo("one.onion").isEmpty());

        Gate.Pass other = gate.leaveTo("other.onion").orElseThrow();
        assertEquals(5, gate.connections());
        other.leave();
        assertEquals(4, gate.connections());
    }

    @Test
    void anIpv6HostIsItsSiteAndAnIpv6NetworkItsPrefix() {
        gate.enter(at("2001:db8:0:1::1")).orElseThrow();
        gate.enter(at("2001:db8:0:1::2")).orElseThrow();
        assertTrue(gate.enter(at("2001:db8:0:1:ffff::3")).isEmpty(), "one /64 is one stranger");
        gate.enter(at("2001:db8:0:2::1")).orElseThrow();
        gate.enter(at("2001:db8:0:3::1")).orElseThrow();
        assertTrue(gate.enter(at("2001:db8:0:4::1")).isEmpty(), "one /48 is one network");
        assertTrue(gate.enter(at("2001:db8:1:4::1")).isPresent());
    }

    @Test
    void thereAreNoMoreConnectionsThanTheLimit() {
        for (int host = 0; host < 10; host++) {
            assertTrue(gate.leaveTo(at("10.0." + host + ".1")).isPresent());
        }
        assertTrue(gate.enter(at("10.1.0.1")).isEmpty());
        assertTrue(gate.leaveTo(at("10.1.0.1")).isEmpty());
    }

    @Test
    void whoLeavesTwiceIsCountedOnce() {
        Gate.Pass pass = gate.enter(at("192.0.2.1")).orElseThrow();
        gate.enter(at("192.0.2.1")).orElseThrow();
        pass.known();
        pass.leave();
        pass.leave();
        pass.known();

        assertEquals(1, gate.connections());
        gate.enter(at("192.0.2.1")).orElseThrow();
        assertFalse(gate.enter(at("192.0.2.1")).isPresent());
    }

    private static InetAddress at(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
