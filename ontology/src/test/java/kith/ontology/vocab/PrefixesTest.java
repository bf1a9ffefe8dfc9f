package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixesTest {
    @Test
    void aNameWithAPrefixOfOursIsExpanded() {
        assertEquals(Optional.of(Prefixes.FOAF + "nick"), Prefixes.resolve("foaf:nick"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://river.example/ns#nick",
                "HTTP://river.example/",
                "coap://lamp.example/on",
                "urn:x:nick",
                "did:key:z6Mk",
                "mailto:ada@river.example",
                "tel:+44",
                "geo:52.37,4.89",
                "file:/tmp/x"
            })
    void anIriOfAKnownSchemeStandsForItself(String iri) {
        assertEquals(Optional.of(iri), Prefixes.resolve(iri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xx:nick", "nope:*", "http:nick", "nick", ":nick", ""})
    void aPrefixThatNobodyKnowsNamesNothing(String name) {
        assertEquals(Optional.empty(), Prefixes.resolve(name));
    }
}
