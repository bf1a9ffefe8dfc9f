package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import kith.daemon.http.Accept.Offer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptTest {
    private static final List<Offer<String>> OFFERS = List.of(
            new Offer<>("json", List.of("application/x+json", "application/json")),
            new Offer<>("xml", List.of("application/x+xml", "text/xml")),
            new Offer<>("csv", List.of("text/csv")));

    private static String chosen(String... headers) {
        return Accept.parse(List.of(headers)).choose(OFFERS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | json",
                "application/json | json",
                "APPLICATION/JSON;charset=utf-8 | json",
                "text/* | xml",
                "text/csv, */*;q=0.1 | csv",
                "text/csv;q=0.4, text/xml;q=0.5 | xml",
                "text/csv;q=0.5, application/json;q=0.5 | json",
                "*/*, application/x+json;q=0, application/json;q=0 | xml",
                "text/*;q=1, text/xml;q=0.2 | csv",
                "garbage | json",
                "'' | json",
                "image/png, text/csv;q=0.001 | csv",
                "text/csv;q=nonsense, text/xml;q=0.1 | xml",
                "text/csv;q=7, text/xml | xml",
            })
    void theMostWantedIsChosen(String header, String choice) {
        assertEquals(choice, chosen(header));
    }

    @Test
    void noHeaderAcceptsAll() {
        assertEquals("json", chosen());
    }

    @Test
    void severalHeadersAreOne() {
        assertEquals("csv", chosen("image/png", "text/csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "text/csv;q=0", "*/*;q=0"})
    void whatNobodyWantsIsNotSent(String header) {
        assertEquals(406, assertThrows(Refusal.class, () -> chosen(header)).status());
    }

    @Test
    void entriesBeyondTheLimitAreNotLookedAt() {
        assertThrows(Refusal.class, () -> chosen("image/png,".repeat(Accept.MAX_ENTRIES) + "text/csv"));
        assertEquals("csv", chosen("image/png,".repeat(Accept.MAX_ENTRIES - 1) + "text/csv"));
    }
}
