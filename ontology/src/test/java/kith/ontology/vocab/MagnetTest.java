package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnetTest {
    private static final String LINK = "magnet:?xt=urn:btih:c3ba97707c9e3c80019dd55e2207529ab876700d";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C3BA9770 7C9E3C80 019DD55E 2207529A B876700D",
                "c3ba97707c9e3c80019dd55e2207529ab876700d",
            })
    void aHashGroupedOrNotGivesTheLink(String hash) {
        assertEquals(Optional.of(LINK), Magnet.of(hash));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C3BA9770", "C3BA9770 7C9E3C80 019DD55E 2207529A B876700", "C3BA9770-7C9E3C80"})
    void whatIsNoHashGivesNone(String hash) {
        assertEquals(Optional.empty(), Magnet.of(hash));
    }

    @Test
    void aDocumentDerivesItsLinkFromItsTorrent() {
        Kind document = Profile.kind("document").orElseThrow();

        Derived magnet = document.derived().get(0);

        assertEquals("magnet", magnet.name());
        assertEquals(
                Terms.KITH_TORRENT_HASH,
                document.field(magnet.from()).orElseThrow().predicate());
        assertEquals(Optional.of(LINK), magnet.of("C3BA9770 7C9E3C80 019DD55E 2207529A B876700D"));
    }
}
