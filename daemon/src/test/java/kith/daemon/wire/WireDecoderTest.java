package kith.daemon.wire;

import kith.ontology.testkit.DecoderLaws;

/** Frames, and what a proxy answers, from outside: taken or refused, soon. */
final class WireDecoderTest extends DecoderLaws {
    WireDecoderTest() {
        super(WireFuzzTest.class, WireDecoder.values());
    }
}
