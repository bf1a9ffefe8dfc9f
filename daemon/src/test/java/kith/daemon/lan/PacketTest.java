package kith.daemon.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketTest {
    private static final String NAME = Packet.named("00112233445566778899aabbccddeeff");
    private static final String HOST = "ffeeddccbbaa99887766554433221100.local.";
    private static final int PTR = 12;
    private static final int SRV = 33;

    @Test
    void aQuestionAsksWhoIsThere() {
        Packet.Heard heard = Packet.read(Packet.question()).orElseThrow();

        assertEquals(Set.of(Packet.SERVICE), heard.asked());
        assertEquals(List.of(), heard.offers());
    }

    @Test
    void anAnswerTellsNamesPortAndAddresses() throws UnknownHostException {
        List<InetAddress> addresses = List.of(InetAddress.getByName("10.0.0.7"), InetAddress.getByName("2001:db8::7"));

        Packet.Heard heard = Packet.read(Packet.answer(new Packet.Said(List.of(NAME), HOST, 7_340, addresses, 4_500)))
                .orElseThrow();

        assertEquals(List.of(new Packet.Offer(NAME, 4_500, HOST, 7_340)), heard.offers());
        assertEquals(Map.of(HOST, addresses), heard.hosts());
        assertEquals(Set.of(), heard.asked());
    }

    /** As other responders write it, and relays pass it on. */
    @Test
    void namesThatPointBackAreReadWhole() {
        ByteWriter packet = header(0x8400, 0, 1);
        int service = packet.toArray().length + 33;
        name(packet.u8(32).bytes(Bytes.utf8("00112233445566778899aabbccddeeff")), "_kith", "_tcp", "local")
                .u8(0);
        packet.u16(SRV)
                .u16(0x8001)
                .u32(120)
                .u16(2 * 2 + 2 + 5 + 2)
                .u16(0)
                .u16(0)
                .u16(7_341);
        name(packet, "HERE").u16(0xc000 | service + 11);

        assertEquals(
                List.of(new Packet.Offer(NAME, 120, "here.local.", 7_341)),
                Packet.read(packet.toArray()).orElseThrow().offers());
    }

    @Test
    void whoAsksTellsWhatItKnows() {
        ByteWriter packet = header(0, 1, 1);
        name(packet, "_kith", "_tcp", "local").u8(0).u16(PTR).u16(1);
        packet.u16(0xc00c).u16(PTR).u16(1).u32(4_500).u16(33 + 2).u8(32);
        packet.bytes(Bytes.utf8("00112233445566778899aabbccddeeff")).u16(0xc00c);

        Packet.Heard heard = Packet.read(packet.toArray()).orElseThrow();

        assertEquals(Set.of(Packet.SERVICE), heard.asked());
        assertEquals(Set.of(NAME), heard.known());
    }

    @Test
    void theLastRecordThatIsReadIsThe256th() {
        byte[] thirty = Packet.answer(new Packet.Said(Collections.nCopies(30, NAME), HOST, 7_340, List.of(), 120));
        ByteWriter questions = header(0, Packet.MAX_RECORDS + 1, 0);
        for (int i = 0; i < Packet.MAX_RECORDS; i++) {
            name(questions, "a").u8(0).u16(PTR).u16(1);
        }
        byte[] full = name(questions, "b").u8(0).u16(PTR).u16(1).toArray();

        assertEquals(30, Packet.read(thirty).orElseThrow().offers().size());
        assertEquals(Set.of("a."), Packet.read(full).orElseThrow().asked());
    }

    @Test
    void aPacketHasAtMost9000Bytes() {
        byte[] most = Arrays.copyOf(Packet.question(), Packet.MAX_BYTES);

        assertTrue(Packet.read(most).isPresent());
        assertEquals(Optional.empty(), Packet.read(Arrays.copyOf(most, Packet.MAX_BYTES + 1)));
    }

    /** Another operation, a fault told, cut off within the header, within a name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "000028000001000000000000055f6b697468045f746370056c6f63616c00000c0001",
                "000084030000000000000000",
                "0000840000000001",
                "000000000001000000000000055f6b69"
            })
    void whatIsNoPlainPacketIsNothing(String hex) {
        assertEquals(Optional.empty(), Packet.read(Bytes.hex(hex).toArray()));
    }

    @Test
    void aNameThatPointsToItselfIsNothing() {
        byte[] packet = header(0, 1, 0).u16(0xc00c).u16(PTR).u16(1).toArray();

        assertEquals(Optional.empty(), Packet.read(packet));
    }

    private static ByteWriter header(int flags, int questions, int answers) {
        return new ByteWriter().u16(0).u16(flags).u16(questions).u16(answers).u32(0);
    }

    private static ByteWriter name(ByteWriter out, String... labels) {
        for (String label : labels) {
            out.u8(label.length()).bytes(Bytes.utf8(label));
        }
        return out;
    }
}
