package kith.daemon.bundle;

import kith.ontology.testkit.DecoderLaws;

/** Bundles from outside: taken or refused, soon. */
final class BundleDecoderTest extends DecoderLaws {
    BundleDecoderTest() {
        super(BundleFuzzTest.class, BundleDecoder.values());
    }
}
