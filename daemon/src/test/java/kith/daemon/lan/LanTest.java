package kith.daemon.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import kith.daemon.machine.RealMachine;
import kith.daemon.peers.Address;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Nodes of one process that speak to everybody on the loopback network, where nobody else listens. */
final class LanTest {
    private static final String GROUP = "239.255.77.77";
    private static final KeyId ADA = new KeyId(some("ada"));
    private static final KeyId BO = new KeyId(some("bo"));
    private static final KeyId CY = new KeyId(some("cy"));
    private static final Circle RIVER = new Circle(some("river"), Set.of(ADA, BO));
    private static final long PATIENCE_MILLIS = 15_000;

    private final RealMachine machine = new RealMachine(fault -> {
        throw new AssertionError(fault);
    });
    private final List<Lan> open = new ArrayList<>();
    private final List<KeyId> heardByAda = new CopyOnWriteArrayList<>();
    private InetSocketAddress everybody;
    private NetworkInterface loopback;
    private Network network;

    private static Bytes some(String text) {
        return Bytes.sha256(Bytes.utf8(text).view());
    }

    @BeforeEach
    void everybodyIsHeardOnTheLoopback() throws IOException {
        loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        network = new Network(
                loopback,
                loopback.getInterfaceAddresses().stream()
                        .filter(each -> each.getAddress() instanceof Inet4Address)
                        .toList());
        try (MulticastSocket listening = new MulticastSocket(0)) {
            everybody = new InetSocketAddress(GROUP, listening.getLocalPort());
            listening.setNetworkInterface(loopback);
            listening.joinGroup(everybody, loopback);
            listening.setSoTimeout(2_000);
            listening.send(new DatagramPacket(new byte[1], 1, everybody));
            listening.receive(new DatagramPacket(new byte[1], 1));
        } catch (IOException closed) {
            String why = LanTest.class.getName()
                    + ": SKIPPED, and nothing was tested: needs multicast on the loopback interface (" + closed + ")";
            System.err.println(why);
            throw new TestAbortedException(why);
        }
    }

    @AfterEach
    void end() {
        open.forEach(Lan::close);
        machine.close();
    }

    private Lan lan(KeyId node, int port, Circle... circles) {
        return lan(node, port, List.of(circles));
    }

    private Lan lan(KeyId node, int port, List<Circle> circles) {
        Lan.Neighbours neighbours = new Lan.Neighbours() {
            @Override
            public List<Circle> circles() {
                return circles;
            }

            @Override
            public void found(KeyId found) {
                if (node.equals(ADA)) {
                    heardByAda.add(found);
                }
            }
        };
        Lan lan = Lan.start(
                new Lan.Self(node, some("secret of " + node.did()), port, null),
                neighbours,
                machine,
                new Lan.Medium(everybody, () -> List.of(network)));
        open.add(lan);
        return lan;
    }

    private static void until(BooleanSupplier done) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!done.getAsBoolean()) {
            assertTrue(System.currentTimeMillis() < end, "it never came to be");
            pause(20);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<KeyId, List<Address>> at(KeyId node, int port) {
        return Map.of(node, List.of(new Address("127.0.0.1", port)));
    }

    @Test
    void membersOfASpaceFindEachOther() {
        Lan ada = lan(ADA, 7_341, RIVER);
        Lan bo = lan(BO, 7_342, RIVER);

        until(() -> ada.found().equals(at(BO, 7_342)) && bo.found().equals(at(ADA, 7_341)));

        until(() -> heardByAda.equals(List.of(BO)));
        assertEquals(new Lan.Standing(List.of(loopback.getName()), ""), ada.standing());
    }

    @Test
    void whoGoesIsThereNoMore() {
        Lan ada = lan(ADA, 7_341, RIVER);
        Lan bo = lan(BO, 7_342, RIVER);
        until(() -> ada.found().equals(at(BO, 7_342)));

        assertTimeoutPreemptively(Duration.ofSeconds(3), bo::close);

        until(() -> ada.found().isEmpty());
    }

    @Test
    void whoCannotBeCalledFindsOthersAndIsNotFound() {
        Lan ada = lan(ADA, 7_341, RIVER);
        Lan bo = lan(BO, 0, RIVER);

        until(() -> bo.found().equals(at(ADA, 7_341)));

        assertEquals(Map.of(), ada.found());
    }

    @Test
    void whoBecomesAMemberIsFoundThen() {
        List<Circle> ofAda = new CopyOnWriteArrayList<>(List.of(new Circle(RIVER.space(), Set.of(ADA))));
        Lan ada = lan(ADA, 7_341, ofAda);
        Lan bo = lan(BO, 7_342, RIVER);
        until(() -> bo.found().equals(at(ADA, 7_341)));
        assertEquals(Map.of(), ada.found());

        ofAda.set(0, RIVER);

        until(() -> ada.found().equals(at(BO, 7_342)));
    }

    @Test
    void aStrangerHearsNoIdAndIsNotTakenForAMember() throws IOException {
        Lan ada = lan(ADA, 7_341, RIVER);
        Lan cy = lan(CY, 7_343, new Circle(some("hill"), Set.of(ADA, BO, CY)));
        lan(BO, 7_342, RIVER);
        try (MulticastSocket listening = new MulticastSocket(everybody.getPort())) {
            listening.setNetworkInterface(loopback);
            listening.joinGroup(everybody, loopback);
            listening.setSoTimeout(500);

            List<String> heard = heard(listening, Packet.question());

            assertFalse(heard.isEmpty());
            for (Bytes secret : List.of(ADA.key(), BO.key(), RIVER.space(), some("hill"))) {
                assertTrue(heard.stream().noneMatch(packet -> packet.contains(secret.toHex())));
            }
        }
        assertEquals(Map.of(), cy.found());
        assertEquals(at(BO, 7_342), ada.found());
    }

    @Test
    void whateverElseIsSaidIsPassedOver() throws IOException {
        Lan ada = lan(ADA, 7_341, RIVER);
        until(() -> ada.standing().networks().equals(List.of(loopback.getName())));
        try (MulticastSocket saying = new MulticastSocket(everybody.getPort())) {
            saying.setNetworkInterface(loopback);
            byte[] noise = new byte[Packet.MAX_BYTES];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) (i * 31);
            }
            String name = Packet.named(Alias.of(RIVER.space(), BO, Alias.day(machine.nowMillis())));
            List<InetAddress> elsewhere = List.of(InetAddress.getByName("192.0.2.7"));
            for (byte[] packet : List.of(
                    noise,
                    new byte[0],
                    new byte[12],
                    Packet.answer(new Packet.Said(List.of(Packet.named("00")), "here.local.", 1, elsewhere, 9)),
                    Packet.answer(new Packet.Said(List.of(name), "here.local.", 7_342, elsewhere, 120)))) {
                saying.send(new DatagramPacket(packet, packet.length, everybody));
            }
        }

        // An address of another network is not believed, and the packet came from here.
        until(() -> ada.found().equals(at(BO, 7_342)));
        lan(BO, 7_345, RIVER);
        until(() -> ada.found().equals(at(BO, 7_345)));
    }

    /** What is said within a while after {@code packet}, in hexadecimal digits. */
    private List<String> heard(MulticastSocket listening, byte[] packet) throws IOException {
        List<String> heard = new ArrayList<>();
        listening.send(new DatagramPacket(packet, packet.length, everybody));
        long end = System.currentTimeMillis() + 3_000;
        while (System.currentTimeMillis() < end) {
            DatagramPacket in = new DatagramPacket(new byte[Packet.MAX_BYTES], Packet.MAX_BYTES);
            try {
                listening.receive(in);
                heard.add(Bytes.owned(in.getData()).slice(0, in.getLength()).toHex());
            } catch (SocketTimeoutException nothing) {
                // There may be more.
            }
        }
        return heard;
    }
}
