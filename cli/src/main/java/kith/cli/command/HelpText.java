package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.view.Output;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What kith says of its commands. */
final class HelpText {
    private static final int COLUMNS = 100;

    private HelpText() {}

    /** All commands, a line each. */
    static String overview() {
        StringBuilder text = new StringBuilder(4_096)
                .append("kith: one shared description of people, organisations and devices, with no server.\n\n")
                .append("Usage: kith COMMAND [OPTIONS]\n");
        for (Verbs.Section section : Verbs.sections()) {
            text.append('\n').append(section.title()).append('\n');
            for (String path : section.paths()) {
                line(text, path, summary(path));
            }
        }
        line(text, kinds() + " ACTION", "the things of a kind: " + String.join(", ", Verbs.KIND_ACTIONS));
        return text.append("\nEvery command takes\n")
                .append(everywhere())
                .append("\nkith help COMMAND explains one of them; kith help exit-codes lists what they answer,")
                .append("\nkith help config the settings of the daemon.")
                .toString();
    }

    /** One command. */
    static String of(Spelling spelling) {
        UsageMessageSpec usage = spelling.spec().usageMessage();
        usage.customSynopsis(spelling.synopsis())
                .width(COLUMNS)
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments%n")
                .optionListHeading("%nOptions%n")
                .sortOptions(false);
        StringBuilder text = new StringBuilder(
                new CommandLine(spelling.spec()).getUsageMessage(Ansi.OFF).stripTrailing());
        text.append("\n\nEXAMPLES\n");
        for (String example : spelling.examples()) {
            text.append("  ").append(example).append('\n');
        }
        List<String> forms = new ArrayList<>();
        for (Output form : spelling.outputs()) {
            forms.add(form.word());
        }
        if (!forms.isEmpty()) {
            text.append("\nForms (-o): ").append(String.join(", ", forms)).append('\n');
        }
        text.append("\nOptions of every command: kith help");
        return spelling.pointer().isEmpty()
                ? text.toString()
                : text.append('\n').append(spelling.pointer()).toString();
    }

    /** The commands of one noun. */
    static String noun(String noun) {
        StringBuilder text = new StringBuilder("Usage: kith ").append(noun).append(" ACTION [OPTIONS]\n\n");
        for (String action : Verbs.secondWords(noun)) {
            line(text, noun + " " + action, summary(noun + " " + action));
        }
        return text.append("\nkith help ")
                .append(noun)
                .append(" ACTION explains one of them.")
                .toString();
    }

    static String exitCodes() {
        return """
                0    done, or true
                1    failed, or a clean "no"
                2    the command line is wrong
                3    not found
                4    conflict: a name is taken or means several things
                5    not allowed: signature, share, token
                6    the daemon is not reachable
                7    the input was rejected by a shape
                8    timed out
                9    partly done
                78   no Java that kith can run on
                130  interrupted
                141  the reader of the output went away
                Take any other for a failure.""";
    }

    /** The settings of the daemon. */
    static String config() {
        return """
                The file config in the home folder: a line  key = value  for each of these that is not to be
                as it is by default. KITH_PEER_LISTEN=... goes before peer.listen, and so on for all of them.
                The daemon reads them when it starts.

                peer.listen         where peers may call this node (0.0.0.0:7340); none for nowhere
                peer.advertise      what tickets say of where this node is: host:port, several between commas
                peer.static         peers that are always looked for: did:key:...@host:port
                peer.lan            whether members on one network find each other there: on, off, auto (auto)
                peer.proxy          the SOCKS5 proxy through which peers are called (none): socks5://[user:password@]host:port
                peer.proxy-for      which are called through it: all, or those of names in .onion (onion)
                peer.rate-up        bytes a second to all peers (none), such as 512KiB
                peer.rate-down      bytes a second from all peers (none)
                peer.rate-history   of these, for old deltas, each way (none)
                peer.metered        interfaces or networks on which bytes cost more: wwan0, 10.64.0.0/16
                peer.metered-rate-up       as peer.rate-up, for links over these, which have rates of their own
                peer.metered-rate-down     as peer.rate-down, there
                peer.metered-rate-history  as peer.rate-history, there
                http.listen         where programs on this machine may ask over TCP (none), such as 127.0.0.1:7341
                http.token-file     the token that they have to bear (keys/http.token)
                http.hosts          what their Host header may be (localhost,127.0.0.1,[::1])
                http.origins        web pages that may ask, by their Origin header
                query.timeout       how long one query may take (30s)
                query.max-rows      rows of one answer (1000000)
                query.max-bytes     bytes of one answer (256MiB)
                update.timeout      how long one update may take (60s)
                import.max-bytes    bytes of one document (1GiB)
                import.max-quads    quads of one document or update (100000000)
                store.cache         memory for what was read from disk (64MiB)
                store.write-buffer  memory for what is not yet in a table on disk (64MiB)
                store.heap-percent  share of the heap for parts of the index that were read (25)

                kith doctor reads them without starting anything; docs/config.md says more.""";
    }

    static String summary(String path) {
        Spelling spelling = new Spelling(path);
        Verbs.of(path).spell(spelling);
        return spelling.summary();
    }

    private static String kinds() {
        List<String> names = new ArrayList<>();
        for (Kind kind : Profile.kinds()) {
            names.add(kind.name());
        }
        return String.join("|", names);
    }

    private static String everywhere() {
        StringBuilder text = new StringBuilder(1_024);
        line(text, "--home DIR", "the home folder of the daemon (KITH_HOME; else the XDG data folder)");
        line(text, "--space NAME", "the space that is meant (KITH_SPACE; else the only one)");
        line(text, "-o FORM", "table, wide, json, ndjson, csv, tsv, name and others; see each command");
        line(text, "--json --csv --tsv --ttl", "short for -o");
        line(text, "--fields A,B", "only these fields, in this order");
        line(text, "--yes", "agree to whatever would be asked");
        line(text, "--no-input", "never ask; fail instead");
        line(text, "--color WHEN", "auto, always or never (NO_COLOR, CLICOLOR_FORCE)");
        line(text, "--quiet", "say nothing beside the data and the errors");
        line(text, "-h, --help", "explain the command");
        return text.toString();
    }

    private static void line(StringBuilder text, String left, String right) {
        text.append("  ").append(left);
        if (left.length() > 20) {
            text.append('\n').repeat(' ', 24);
        } else {
            text.repeat(' ', 22 - left.length());
        }
        text.append(right).append('\n');
    }
}
