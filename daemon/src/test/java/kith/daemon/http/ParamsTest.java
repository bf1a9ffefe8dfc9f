package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParamsTest {
    @Test
    void namesAndValuesAreDecoded() {
        Params params = Params.parse("a=1&b=x+y%20z&c=%C3%A9&d&e=&=f&a=2&&g=1=2");

        assertAll(
                () -> assertEquals(List.of("1", "2"), params.all("a")),
                () -> assertEquals("x y z", params.one("b")),
                () -> assertEquals("é", params.one("c")),
                () -> assertEquals("", params.one("d")),
                () -> assertEquals("", params.one("e")),
                () -> assertEquals("f", params.one("")),
                () -> assertEquals("1=2", params.one("g")),
                () -> assertNull(params.one("h")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%c3", "%=1", "a=\u00e9"})
    void whatIsNoUtf8OrHalfAnEscapeIsRefused(String text) {
        assertThrows(Refusal.class, () -> Params.parse(text));
    }

    @Test
    void oneParameterTooManyIsRefused() {
        Params.parse("a=1&".repeat(Params.MAX_PARAMS));

        assertThrows(Refusal.class, () -> Params.parse("a=1&".repeat(Params.MAX_PARAMS + 1)));
    }

    @Test
    void spansAreSecondsWithFractions() {
        assertAll(
                () -> assertEquals(
                        Duration.ofMillis(1500), Params.parse("t=1.5").seconds("t")),
                () -> assertNull(Params.NONE.seconds("t")),
                () -> assertThrows(Refusal.class, () -> Params.parse("t=0").seconds("t")),
                () -> assertThrows(Refusal.class, () -> Params.parse("t=NaN").seconds("t")),
                () -> assertThrows(Refusal.class, () -> Params.parse("t=1e10").seconds("t")),
                () -> assertThrows(Refusal.class, () -> Params.parse("t=soon").seconds("t")));
    }

    @Test
    void flagsAreTrueOrFalse() {
        assertAll(
                () -> assertTrue(Params.parse("f=true").flag("f")),
                () -> assertTrue(Params.parse("f").flag("f")),
                () -> assertEquals(false, Params.parse("f=false").flag("f")),
                () -> assertEquals(false, Params.NONE.flag("f")),
                () -> assertThrows(Refusal.class, () -> Params.parse("f=1").flag("f")));
    }
}
