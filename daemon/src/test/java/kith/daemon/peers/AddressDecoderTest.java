package kith.daemon.peers;

import kith.ontology.testkit.DecoderLaws;

/** Addresses from outside: taken or refused, soon. */
final class AddressDecoderTest extends DecoderLaws {
    AddressDecoderTest() {
        super(AddressFuzzTest.class, AddressDecoder.values());
    }
}
