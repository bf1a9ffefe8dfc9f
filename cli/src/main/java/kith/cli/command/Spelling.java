package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.view.Output;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * How one command is spelt: a picocli model built by hand, for reading annotations costs 45 ms at start. Every value is
 * text; {@link Call} gives it its type, so that all complaints sound alike.
 */
final class Spelling {
    /** Options that every command takes and that have a value. */
    static final List<String> GLOBAL_VALUES = List.of("--home", "--space", "--output", "-o", "--fields", "--color");

    /** Options that every command takes and that stand alone. */
    static final List<String> GLOBAL_FLAGS =
            List.of("--json", "--csv", "--tsv", "--ttl", "--no-input", "--yes", "--quiet", "--help", "-h");

    private final CommandSpec spec;
    private final List<String> examples = new ArrayList<>();
    private List<Output> outputs = List.of();
    private String pointer = "";
    private final List<String> required = new ArrayList<>();
    private final StringBuilder synopsis = new StringBuilder();
    private int arguments;

    Spelling(String path) {
        spec = CommandSpec.create().name("kith " + path);
        for (String name : GLOBAL_VALUES) {
            if (!name.equals("-o")) {
                spec.addOption(value(name, label(name)).hidden(true).build());
            }
        }
        for (String name : GLOBAL_FLAGS) {
            if (!name.equals("-h")) {
                spec.addOption(flag(name).hidden(true).build());
            }
        }
    }

    /** What the command does, in one line without a full stop, and whatever else help should say. */
    Spelling says(String summary, String... more) {
        List<String> lines = new ArrayList<>();
        lines.add(literally(summary));
        for (String line : more) {
            lines.add(literally(line));
        }
        spec.usageMessage().description(lines.toArray(new String[0]));
        return this;
    }

    /** A command line that works, for the EXAMPLES of the help. */
    Spelling example(String commandLine) {
        examples.add(commandLine);
        return this;
    }

    /** A line that ends the help: where those find what they want who wanted something else. */
    Spelling pointsTo(String line) {
        pointer = line;
        return this;
    }

    Spelling flag(String name, String help) {
        spec.addOption(flag(name).description(literally(help)).build());
        return this;
    }

    /** An option with a value; a {@code name} of two words is a long and a short spelling. */
    Spelling option(String name, String label, String help) {
        spec.addOption(value(name, label).description(literally(help)).build());
        return this;
    }

    /** An option that may be given several times. */
    Spelling manyOf(String name, String label, String help) {
        spec.addOption(value(name, label)
                .description(literally(help))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        return this;
    }

    /** An argument that must be there. */
    Spelling argument(String label, String help) {
        return positional(label, help, true);
    }

    /** An argument that may be there. */
    Spelling maybe(String label, String help) {
        return positional(label, help, false);
    }

    /** All further arguments. */
    Spelling rest(String label, String help, boolean needsOne) {
        if (needsOne) {
            required.add(label);
        }
        synopsis.append(needsOne ? " " + label + "..." : " [" + label + "...]");
        spec.addPositional(PositionalParamSpec.builder()
                .index(arguments + "..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .hideParamSyntax(true)
                .description(literally(help))
                .build());
        return this;
    }

    /** The forms it can show its answer in; the first when none is asked for. */
    Spelling shows(List<Output> forms) {
        outputs = List.copyOf(forms);
        return this;
    }

    CommandSpec spec() {
        return spec;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** The last line of the help; empty for none. */
    String pointer() {
        return pointer;
    }

    List<String> examples() {
        return examples;
    }

    /** The labels of the arguments that must be there; they stand before all others. */
    List<String> required() {
        return required;
    }

    /** The command and its arguments in one line. */
    String synopsis() {
        return spec.name() + " [OPTIONS]" + synopsis;
    }

    String path() {
        return spec.name().substring("kith ".length());
    }

    String summary() {
        String[] lines = spec.usageMessage().description();
        return lines.length == 0 ? "" : lines[0].replace("%%", "%");
    }

    private Spelling positional(String label, String help, boolean isRequired) {
        if (isRequired) {
            required.add(label);
        }
        synopsis.append(isRequired ? " " + label : " [" + label + "]");
        spec.addPositional(PositionalParamSpec.builder()
                .index(Integer.toString(arguments++))
                .arity("0..1")
                .type(String.class)
                .paramLabel(label)
                .hideParamSyntax(true)
                .description(literally(help))
                .build());
        return this;
    }

    private static String label(String global) {
        return switch (global) {
            case "--home" -> "DIR";
            case "--space" -> "NAME";
            case "--output" -> "FORM";
            case "--fields" -> "A,B";
            default -> "WHEN";
        };
    }

    private static OptionSpec.Builder flag(String name) {
        OptionSpec.Builder option =
                name.equals("--help") ? OptionSpec.builder("--help", "-h").usageHelp(true) : OptionSpec.builder(name);
        return option.type(boolean.class).arity("0");
    }

    private static OptionSpec.Builder value(String name, String label) {
        OptionSpec.Builder option = switch (name) {
            case "--output" -> OptionSpec.builder("--output", "-o");
            case "--file" -> OptionSpec.builder("--file", "-f");
            default -> OptionSpec.builder(name);
        };
        return option.type(String.class).arity("1").paramLabel(label);
    }

    /** Picocli formats what it prints; ours is meant as it stands. */
    private static String literally(String text) {
        return text.replace("%", "%%");
    }
}
