package kith.daemon.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;

/** What tells where peers are. */
enum AddressDecoder implements Decoding {
    ADDRESS {
        @Override
        public byte[] good(Gen gen) {
            String host = gen.pickOf("192.0.2.7", "[2001:db8::7]", "a.example", "[fe80::1%eth0]");
            return (host + ":" + gen.from(1, 65_535)).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void take(byte[] bytes) {
            Address read = Address.find(new String(bytes, StandardCharsets.UTF_8))
                    .orElseThrow(() -> new MalformedException("no address", 0));
            assertEquals(read, Address.parse(read.toString()));
        }
    }
}
