package kith.daemon.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7:7340, 192.0.2.7, 7340",
        "[2001:db8::7]:7340, 2001:db8::7, 7340",
        "[fe80::1%eth0]:1, fe80::1%eth0, 1",
        "river.example:65535, river.example, 65535",
        "h:00080, h, 80"
    })
    void anAddressIsAHostAndAPort(String text, String host, int port) {
        assertEquals(new Address(host, port), Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "host",
                "host:",
                ":80",
                "host:0",
                "host:65536",
                "host:-1",
                "host:+80",
                "host:8o",
                "host:000080",
                "host:\u0668\u0660",
                "2001:db8::7:7340",
                "[]:80",
                "[::1:80",
                "::1]:80",
                "[::1]80",
                "[[::1]]:80",
                "a b:80",
                "host :80",
                "host:80 ",
                "h\u00f6st:80",
                "host:80\n",
                "ho\u0000st:80"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertEquals(
                Code.USAGE,
                assertThrows(KithException.class, () -> Address.parse(text)).code());
    }

    @Test
    void anAddressHasItsLimit() {
        String host = "h".repeat(Address.MAX_CHARS - ":80".length());

        assertEquals(host, Address.parse(host + ":80").host());
        assertThrows(KithException.class, () -> Address.parse(host + "h:80"));
    }

    @Seeds(500)
    void whateverIsReadIsWrittenSoThatItIsReadAgain(Gen gen) {
        String text = gen.either(
                () -> gen.word() + ":" + gen.magnitude(17),
                () -> "[" + Long.toHexString(gen.magnitude(16)) + "::" + gen.from(0, 9) + "]:" + gen.magnitude(17),
                () -> gen.text() + ":" + gen.from(1, 9),
                gen::text);
        Address address;
        try {
            address = Address.parse(text);
        } catch (KithException none) {
            assertEquals(Code.USAGE, none.code());
            return;
        }
        assertEquals(address, Address.parse(address.toString()));
    }
}
