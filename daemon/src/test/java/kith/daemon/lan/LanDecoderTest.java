package kith.daemon.lan;

import kith.ontology.testkit.DecoderLaws;

/** Packets from outside: taken or refused, soon. */
final class LanDecoderTest extends DecoderLaws {
    LanDecoderTest() {
        super(LanFuzzTest.class, LanDecoder.values());
    }
}
