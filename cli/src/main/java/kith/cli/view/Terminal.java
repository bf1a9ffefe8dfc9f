package kith.cli.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The three streams of a command and what stands behind them. Standard output carries data, standard error talk; both
 * are UTF-8 whatever the language of the machine.
 *
 * @param in what the user gives
 * @param out data; buffered by whoever made it
 * @param err talk; unbuffered
 * @param traits which streams are terminals, how wide, how coloured
 */
public record Terminal(InputStream in, OutputStream out, OutputStream err, Traits traits) {
    /** Fewest columns that a table is cut to. */
    public static final int MIN_COLUMNS = 40;

    /**
     * What stands behind the streams.
     *
     * @param inIsTerminal whether a person can be asked
     * @param columns width of the terminal in characters, 0 when unknown
     * @param environment for NO_COLOR, CLICOLOR_FORCE and TERM
     */
    public record Traits(
            boolean inIsTerminal,
            boolean outIsTerminal,
            boolean errIsTerminal,
            int columns,
            Map<String, String> environment) {}

    /** Writes data and a newline. */
    public void print(String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    /** The text in one line, without anything that steers a terminal: for what a peer wrote. */
    public static String harmless(String text) {
        return Glyphs.harmless(text);
    }

    /** Says a line to the person, beside the data. */
    public void say(String line) {
        try {
            err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException nobodyListens) {
            // Talk that cannot be heard changes nothing about what is done.
        }
    }

    /** Whether the data is coloured; {@code wish} is auto, always or never. */
    public Paint paint(String wish) {
        return Paint.of(isColoured(wish, traits.outIsTerminal()));
    }

    /** Whether the talk is coloured. */
    public Paint talkPaint(String wish) {
        return Paint.of(isColoured(wish, traits.errIsTerminal()));
    }

    private boolean isColoured(String wish, boolean isTerminal) {
        Map<String, String> environment = traits.environment();
        if (wish.equals("always")) {
            return true;
        }
        if (wish.equals("never") || !environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!forced.isEmpty() && !forced.equals("0")) {
            return true;
        }
        return isTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
