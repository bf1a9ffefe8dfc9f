package kith.daemon.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import kith.daemon.peers.Address;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.Test;

final class FoundTest {
    private static final KeyId BO = new KeyId(Bytes.sha256(new byte[] {1}));
    private static final Address HERE = new Address("10.0.0.7", 7_340);
    private static final Address THERE = new Address("10.0.0.8", 7_340);

    private final Found found = new Found();

    @Test
    void aNodeIsWhereItWasHeardOfLast() {
        assertTrue(found.is(BO, "eth0", List.of(HERE), 120, 0));
        assertFalse(found.is(BO, "eth0", List.of(HERE), 120, 0), "that is no news");
        assertTrue(found.is(BO, "eth0", List.of(THERE), 120, 0));

        assertEquals(Map.of(BO, List.of(THERE)), found.told());
    }

    @Test
    void aNodeMayBeOnTwoNetworks() {
        found.is(BO, "eth0", List.of(HERE), 120, 0);
        found.is(BO, "wlan0", List.of(THERE), 120, 0);
        assertEquals(Map.of(BO, List.of(HERE, THERE)), found.told());

        found.left("eth0", 0);

        assertEquals(Map.of(BO, List.of(THERE)), found.told());
    }

    @Test
    void whoGoesIsThereNoMore() {
        found.is(BO, "eth0", List.of(HERE), 120, 0);

        assertFalse(found.is(BO, "eth0", List.of(HERE), 0, 0));

        assertEquals(Map.of(), found.told());
    }

    @Test
    void whatWasSaidIsBelievedForAsLongAsItSaysAndNeverForMoreThan75Minutes() {
        found.is(BO, "eth0", List.of(HERE), 120, 0);
        found.forgetOld(119_999);
        assertEquals(Map.of(BO, List.of(HERE)), found.told());
        found.forgetOld(120_000);
        assertEquals(Map.of(), found.told());

        found.is(BO, "eth0", List.of(HERE), 0xffff_ffffL, 0);
        found.forgetOld(Found.MAX_LIFE.toMillis() - 1);
        assertEquals(Map.of(BO, List.of(HERE)), found.told());
        found.forgetOld(Found.MAX_LIFE.toMillis());
        assertEquals(Map.of(), found.told());
    }

    @Test
    void aNodeHasAtMostFourAddressesOnANetwork() {
        List<Address> five = IntStream.range(0, Found.MAX_ADDRESSES + 1)
                .mapToObj(i -> new Address("10.0.0." + i, 7_340))
                .toList();

        found.is(BO, "eth0", five, 120, 0);

        assertEquals(five.subList(0, Found.MAX_ADDRESSES), found.told().get(BO));
    }

    @Test
    void whoIsAMemberNoMoreIsNotToldOf() {
        found.is(BO, "eth0", List.of(HERE), 120, 0);

        found.only(node -> !node.equals(BO), 0);

        assertEquals(Map.of(), found.told());
    }
}
