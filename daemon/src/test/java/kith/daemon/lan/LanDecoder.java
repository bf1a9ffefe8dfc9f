package kith.daemon.lan;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;

/** What anybody may say on the networks around. */
enum LanDecoder implements Decoding {
    PACKET {
        @Override
        public byte[] good(Gen gen) {
            if (gen.oneIn(4)) {
                return Packet.question();
            }
            List<String> names = gen.list(1, 4, () -> Packet.named(gen.bytes(16).toHex()));
            List<InetAddress> addresses = new ArrayList<>(List.of(InetAddress.getLoopbackAddress()));
            return Packet.answer(new Packet.Said(names, gen.bytes(16).toHex() + ".local.", 7_340, addresses, 120));
        }

        @Override
        public void take(byte[] bytes) {
            Packet.read(bytes).orElseThrow(() -> new MalformedException("no packet", 0));
        }
    }
}
