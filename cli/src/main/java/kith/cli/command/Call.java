package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Door;
import kith.cli.client.Home;
import kith.cli.client.Refusal;
import kith.cli.client.Visit;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.cli.view.Paint;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** One command line, understood: what was asked for, and what there is to answer it with. */
final class Call {
    /** The daemon takes no longer note; and a much longer one does not go into the line that asks for the change. */
    static final int MAX_NOTE_CHARS = 1_000;

    private final Spelling spelling;
    private final ParseResult words;
    private final Surroundings surroundings;
    private final Home home;
    private final Output output;
    private String space = "";
    private List<Json> spaces = List.of();

    Call(Spelling spelling, ParseResult words, Surroundings surroundings) {
        this.spelling = spelling;
        this.words = words;
        this.surroundings = surroundings;
        this.home = Home.of(option("--home").orElse(null), surroundings.environment());
        this.output = chosenOutput();
        String color = color();
        if (!List.of("auto", "always", "never").contains(color)) {
            throw usage("--color is auto, always or never, not '" + color + "'");
        }
        if (option("--space").orElse("any").isEmpty()) {
            throw usage("the name of the space is empty");
        }
    }

    /** The value of an option; empty when it was not given. */
    Optional<String> option(String name) {
        return Optional.ofNullable(words.matchedOptionValue(name, (String) null));
    }

    /** The values of an option that may be given several times. */
    List<String> options(String name) {
        return words.matchedOptionValue(name, List.<String>of());
    }

    boolean flag(String name) {
        return words.matchedOptionValue(name, false);
    }

    /** An argument that must be there. */
    String argument(int index) {
        return maybe(index).orElseThrow(() -> usage("'kith " + spelling.path() + "' lacks an argument"));
    }

    /** An argument that may be there. */
    Optional<String> maybe(int index) {
        return Optional.ofNullable(words.matchedPositionalValue(index, (String) null));
    }

    /** The file that an argument names, by its whole path. */
    Path file(int index) {
        String name = argument(index);
        if (name.isEmpty()) {
            throw usage("the name of the file is empty");
        }
        return Path.of(name).toAbsolutePath().normalize();
    }

    /** The arguments from {@code index} on. */
    List<String> rest(int index) {
        return words.matchedPositionalValue(index, List.<String>of());
    }

    /** The whole number that an option has, within its range. */
    long number(String name, long otherwise, long least, long most) {
        Optional<String> text = option(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw usage(name + " takes a whole number from " + least + " to " + most + ", not '" + text.get() + "'");
    }

    /** The span of time that an option has: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 2d}. */
    Duration span(String name, Duration otherwise, Duration most) {
        Optional<String> text = option(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<Duration> span = Spans.parse(text.get());
        if (span.isEmpty() || span.get().compareTo(most) > 0) {
            throw usage(name + " takes a span of time such as 90s, 5m, 1h30m or 2d, at most " + Spans.show(most)
                    + ", not '" + text.get() + "'");
        }
        return span.get();
    }

    Spelling spelling() {
        return spelling;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Terminal terminal() {
        return surroundings.terminal();
    }

    Home home() {
        return home;
    }

    Output output() {
        return output;
    }

    List<String> fields() {
        Optional<String> fields = option("--fields");
        return fields.isEmpty() || fields.get().isBlank()
                ? List.of()
                : List.of(fields.get().strip().split("\\s*,\\s*", -1));
    }

    Paint paint() {
        return terminal().paint(color());
    }

    String color() {
        return option("--color").orElse("auto");
    }

    /** A visit to the daemon of the home. */
    Visit visit() {
        return new Visit(new Door(home));
    }

    /** The space that was named, else the only one there is. Says once when nothing of it can be here yet. */
    String space() {
        if (space.isEmpty()) {
            space = chosenSpace();
            if (isJoining()) {
                say("space " + space + " is still joining: what it says is not here yet; next: kith status");
            }
        }
        return space;
    }

    /** Whether the space was asked for with a ticket and has not let this node in yet. */
    boolean isJoining() {
        if (spaces.isEmpty()) {
            spaces = visit().spaces();
        }
        for (Json each : spaces) {
            if (each.text("name", "").equals(space) && each.text("level", "").equals("joining")) {
                return true;
            }
        }
        return false;
    }

    private String chosenSpace() {
        Optional<String> named = option("--space");
        if (named.isPresent()) {
            return named.get();
        }
        String byEnvironment = surroundings.environment().getOrDefault("KITH_SPACE", "");
        if (!byEnvironment.isEmpty()) {
            return byEnvironment;
        }
        spaces = visit().spaces();
        if (spaces.isEmpty()) {
            throw Refusal.of(Code.NOT_FOUND, "there is no space yet", "kith space create NAME, or kith join TICKET");
        }
        if (spaces.size() > 1) {
            List<String> names = new ArrayList<>();
            for (Json space : spaces) {
                names.add(space.at("name").text());
            }
            throw Refusal.of(
                    Code.USAGE,
                    "there are several spaces (" + String.join(", ", names) + "); say which with --space NAME",
                    "kith " + spelling.path() + " --space " + names.get(0) + " ...");
        }
        return spaces.get(0).at("name").text();
    }

    /** What the history is to say of a change. */
    Optional<String> note() {
        Optional<String> note = option("--note");
        if (note.isPresent() && note.get().length() > MAX_NOTE_CHARS) {
            throw usage("--note takes at most " + MAX_NOTE_CHARS + " characters, not "
                    + note.get().length());
        }
        return note;
    }

    /** The query part of an update or import: what {@code --dry-run} asked for. */
    Map<String, String> writeOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        if (flag("--dry-run")) {
            options.put("dry-run", "true");
        }
        return options;
    }

    void show(Listing listing) throws IOException {
        listing.only(wanted(
                        listing.columns().stream().map(column -> column.key()).toList()))
                .print(terminal(), output, paint());
    }

    void show(Card card) throws IOException {
        card.print(terminal(), output, wanted(card.keys()));
    }

    /** Says a line on standard error unless quiet was asked for. */
    void say(String line) {
        if (!flag("--quiet")) {
            terminal().say(line);
        }
    }

    /** Whether the user agrees; never waits when nobody can be asked. */
    boolean agrees(String question) {
        if (flag("--yes")) {
            return true;
        }
        Terminal terminal = terminal();
        if (flag("--no-input")
                || !terminal.traits().inIsTerminal()
                || !terminal.traits().errIsTerminal()) {
            throw usage(question + " needs --yes when nobody can be asked");
        }
        terminal.say(question + "? [y/N]");
        try {
            String answer = line(terminal.in()).strip();
            return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
        } catch (IOException e) {
            return false;
        }
    }

    /** A fault of the command line, with the help of this command to turn to. */
    Refusal usage(String message) {
        return Refusal.of(Code.USAGE, message, "kith help " + spelling.path());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n' && line.length() < 100; b = in.read()) {
            line.append(new String(new byte[] {(byte) b}, StandardCharsets.ISO_8859_1));
        }
        return line.toString();
    }

    /** The fields that were asked for, all of them {@code known}; none when all are wanted. */
    List<String> wanted(List<String> known) {
        List<String> fields = fields();
        for (String field : fields) {
            if (!known.contains(field)) {
                throw usage("there is no field '" + field + "'; there are " + String.join(", ", known));
            }
        }
        return fields;
    }

    private Output chosenOutput() {
        List<Output> forms = spelling.outputs();
        @Nullable Output chosen = null;
        Optional<String> word = option("--output");
        if (word.isPresent()) {
            chosen = Output.of(word.get()).orElse(null);
            if (chosen == null) {
                throw usage("there is no form '" + word.get() + "'; " + known(forms));
            }
        }
        for (Output form : List.of(Output.JSON, Output.CSV, Output.TSV, Output.TTL)) {
            if (flag("--" + form.word())) {
                if (chosen != null && chosen != form) {
                    throw usage("two forms are asked for, " + chosen.word() + " and " + form.word());
                }
                chosen = form;
            }
        }
        if (chosen == null) {
            return forms.isEmpty() ? Output.TABLE : forms.get(0);
        }
        if (!forms.contains(chosen)) {
            throw usage("'kith " + spelling.path() + "' has no form '" + chosen.word() + "'; " + known(forms));
        }
        return chosen;
    }

    private static String known(List<Output> forms) {
        List<String> words = new ArrayList<>();
        for (Output form : forms) {
            words.add(form.word());
        }
        return words.isEmpty() ? "it takes none" : "it has " + String.join(", ", words);
    }
}
