package kith.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import kith.cli.json.Json;
import kith.cli.view.Terminal;

/** Shows on a terminal how far the daemon is with what it does, and wipes that away at the end. */
final class Ticker implements AutoCloseable {
    private final Terminal terminal;
    private final boolean shows;
    private boolean visible;

    private Ticker(Terminal terminal, boolean shows) {
        this.terminal = terminal;
        this.shows = shows;
    }

    /** Shows nothing where standard error is no terminal, or quiet was asked for. */
    static Ticker of(Call call) {
        return new Ticker(call.terminal(), call.terminal().traits().errIsTerminal() && !call.flag("--quiet"));
    }

    /** Shows a line of the daemon if it tells of progress. */
    void tell(Json line) {
        Optional<Json> progress = line.find("progress");
        if (!shows || progress.isEmpty()) {
            return;
        }
        long of = progress.get().number("of", 0);
        String share = of > 0 ? " " + progress.get().number("done", 0) * 100 / of + " %" : "";
        visible = true;
        write("\r\u001b[K" + Terminal.harmless(progress.get().text("part", "")) + share);
    }

    @Override
    public void close() {
        if (visible) {
            visible = false;
            write("\r\u001b[K");
        }
    }

    private void write(String text) {
        try {
            terminal.err().write(text.getBytes(StandardCharsets.UTF_8));
            terminal.err().flush();
        } catch (IOException nobodyLooks) {
            // The work goes on.
        }
    }
}
