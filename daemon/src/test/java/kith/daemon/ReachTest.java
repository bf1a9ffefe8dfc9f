package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import kith.daemon.peers.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReachTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, EVERYWHERE",
        "::, EVERYWHERE",
        "127.0.0.1, MACHINE",
        "::1, MACHINE",
        "localhost, MACHINE",
        "10.1.2.3, NETWORK",
        "192.168.1.2, NETWORK",
        "100.63.255.255, ANYBODY",
        "100.64.0.1, NETWORK",
        "100.127.255.255, NETWORK",
        "100.128.0.1, ANYBODY",
        "fd12::1, NETWORK",
        "fe80::1, NETWORK",
        "2001:db8::7, ANYBODY",
        "192.0.2.7, ANYBODY",
        "hub.river.example, ANYBODY",
    })
    void anAddressTellsFromWhereItMayBeReached(String host, Reach reach) {
        assertEquals(reach, Reach.of(new Address(host, 7_340)));
    }
}
