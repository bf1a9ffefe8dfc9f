package kith.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there is colour. */
class TerminalTest {
    @ParameterizedTest
    @CsvSource({
        "auto,   true,  '',                         ANSI",
        "auto,   false, '',                         NONE",
        "always, false, '',                         ANSI",
        "always, false, NO_COLOR=1,                 ANSI",
        "never,  true,  CLICOLOR_FORCE=1,           NONE",
        "auto,   true,  NO_COLOR=1,                 NONE",
        "auto,   true,  NO_COLOR=,                  ANSI",
        "auto,   false, CLICOLOR_FORCE=1,           ANSI",
        "auto,   false, CLICOLOR_FORCE=0,           NONE",
        "auto,   true,  NO_COLOR=1 CLICOLOR_FORCE=1, NONE",
        "auto,   true,  TERM=dumb,                  NONE",
    })
    void theWishGoesBeforeTheEnvironmentAndThatBeforeTheTerminal(
            String wish, boolean onTerminal, String variables, Paint paint) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ")) {
            if (!variable.isEmpty()) {
                environment.put(variable.split("=")[0], variable.substring(variable.indexOf('=') + 1));
            }
        }
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                new Terminal.Traits(false, onTerminal, onTerminal, 80, environment));

        assertEquals(paint, terminal.paint(wish));
        assertEquals(paint, terminal.talkPaint(wish));
    }
}
