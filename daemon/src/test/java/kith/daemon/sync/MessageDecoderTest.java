package kith.daemon.sync;

import kith.ontology.testkit.DecoderLaws;

/** Messages from outside: taken or refused, soon. */
final class MessageDecoderTest extends DecoderLaws {
    MessageDecoderTest() {
        super(MessageFuzzTest.class, MessageDecoder.values());
    }
}
