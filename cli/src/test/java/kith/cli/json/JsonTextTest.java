package kith.cli.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON in and out, and what is refused. */
class JsonTextTest {
    @Test
    void whatIsReadIsWrittenAlike() {
        String text = "{\"a\":[1,2.50,-3e10,true,false,null],\"b\":{\"c\":\"\\\"\\n\\u001b\u00e9<&'\"}}";

        assertEquals(text, JsonText.line(JsonText.read(text)));
    }

    @Test
    void largeNumbersAreNotRounded() {
        assertEquals("[12345678901234567890.123]", JsonText.line(JsonText.read("[12345678901234567890.123]")));
    }

    @Test
    void prettyTextIsIndentedByTwoSpaces() {
        assertEquals("{\n  \"a\": [\n    1\n  ]\n}", JsonText.pretty(JsonText.read("{\"a\":[1]}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,",
                "{\"a\"}",
                "{'a':1}",
                "[1] 2",
                "nul",
                "NaN",
                "[01]",
                "{\"a\":1,}",
                "\"x",
                "// c\n1"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(KithException.class, () -> JsonText.read(text));
        assertThrows(KithException.class, () -> JsonText.read(stream(text)));
    }

    @Test
    void nestingHasALimit() {
        String deepest = "[".repeat(JsonText.MAX_DEPTH + 1) + "]".repeat(JsonText.MAX_DEPTH + 1);
        assertTrue(JsonText.read(deepest).isList());

        KithException fault = assertThrows(KithException.class, () -> JsonText.read("[" + deepest + "]"));

        assertEquals("not JSON: nested deeper than 64", fault.getMessage());
    }

    @Test
    void itemsOfALongListComeOneByOne() throws IOException {
        String text = "{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":1},{\"x\":2}],\"more\":[3]}}";
        List<String> items = new ArrayList<>();

        JsonText.each(stream(text), List.of("results", "bindings"), item -> items.add(item.toString()));

        assertEquals(List.of("{\"x\":1}", "{\"x\":2}"), items);
    }

    @Test
    void aListThatBreaksOffIsAFault() {
        String text = "{\"results\":{\"bindings\":[{\"x\":1},";

        assertThrows(
                KithException.class, () -> JsonText.each(stream(text), List.of("results", "bindings"), item -> {}));
    }

    @Test
    void aMissingFieldIsNamed() {
        KithException fault = assertThrows(
                KithException.class, () -> JsonText.read("{\"a\":1}").at("b"));

        assertEquals("the daemon's reply lacks 'b'; kith and kithd may be of different versions", fault.getMessage());
    }

    @Test
    void aValueOfAnotherTypeIsAFault() {
        Json object = JsonText.read("{\"text\":\"x\",\"number\":1.5,\"null\":null}");

        assertThrows(KithException.class, () -> object.at("text").number());
        assertThrows(KithException.class, () -> object.at("number").number());
        assertThrows(KithException.class, () -> object.at("number").text());
        assertThrows(KithException.class, () -> object.at("null"));
        assertThrows(KithException.class, object::items);
        assertEquals("otherwise", object.text("null", "otherwise"));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
