package kith.daemon.config;

import kith.ontology.testkit.DecoderLaws;

/** Key files from outside: taken or refused, soon. */
final class KeyFileDecoderTest extends DecoderLaws {
    KeyFileDecoderTest() {
        super(KeyFileFuzzTest.class, KeyFileDecoder.values());
    }
}
