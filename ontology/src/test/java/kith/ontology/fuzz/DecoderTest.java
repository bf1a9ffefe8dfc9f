package kith.ontology.fuzz;

import kith.ontology.testkit.DecoderLaws;

/** Every decoder takes what it wrote and refuses the rest as malformed, soon. */
final class DecoderTest extends DecoderLaws {
    DecoderTest() {
        super(DecoderFuzzTest.class, Decoder.values());
    }
}
