package kith.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.view.Complaint;
import kith.cli.view.Paint;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command line. Not thread-safe; made for one run. */
public final class Commands {
    /** The exit status when the reader of standard output went away, as a shell knows it from other programs. */
    public static final int NOBODY_READS = 141;

    static {
        // Every value is text to picocli: it need not look for ways to make dates, databases and closures of it, 20 ms.
        System.setProperty("picocli.converters.excludes", "java.*");
        System.setProperty("picocli.disable.closures", "true");
    }

    private final Surroundings surroundings;

    public Commands(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Runs the command that {@code words} spell, and says what went wrong if something did.
     *
     * @return the exit status
     */
    public int run(String... words) {
        try {
            Code code = dispatch(words);
            surroundings.terminal().out().flush();
            return code.exit();
        } catch (Refusal e) {
            return complain(words, Plain.complaint(e));
        } catch (KithException e) {
            String hint = e.blame() == KithException.Blame.OURS ? "kith doctor" : "";
            return complain(words, new Complaint(e.code(), message(e), hint, List.of()));
        } catch (IOException e) {
            return unwritten(e);
        } catch (RuntimeException e) {
            trace(e);
            String what = "a bug of kith: " + e.getClass().getSimpleName() + ": " + message(e);
            return complain(words, new Complaint(Code.FAILED, what, "KITH_DEBUG=1 kith ..., and report it", List.of()));
        }
    }

    private Code dispatch(String... words) throws IOException {
        Route route = Route.of(words);
        if (route.path().isEmpty()) {
            surroundings.terminal().print(HelpText.overview());
            return Code.DONE;
        }
        Verb verb = Verbs.of(route.path());
        Spelling spelling = new Spelling(route.path());
        verb.spell(spelling);
        ParseResult parsed = parse(spelling, route.rest());
        if (parsed.isUsageHelpRequested()) {
            surroundings.terminal().print(HelpText.of(spelling));
            return Code.DONE;
        }
        return verb.run(new Call(spelling, parsed, surroundings));
    }

    /** What the words say by the spelling of a command. */
    static ParseResult parse(Spelling spelling, List<String> words) {
        // What begins with @ and $ is the user's, not picocli's.
        spelling.spec().interpolateVariables(false);
        CommandLine line = new CommandLine(spelling.spec()).setExpandAtFiles(false);
        try {
            ParseResult parsed = line.parseArgs(words.toArray(new String[0]));
            // Not left to picocli, which would complain of it before it complains of an option that is not there.
            for (int i = 0; i < spelling.required().size() && !parsed.isUsageHelpRequested(); i++) {
                if (!parsed.hasMatchedPositional(i)) {
                    throw Misspelling.lacks(spelling, spelling.required().get(i));
                }
            }
            return parsed;
        } catch (ParameterException e) {
            throw Misspelling.of(spelling, e);
        }
    }

    /** Who went away needs to be told nothing; that the disk is full, or the terminal gone, is a fault as any other. */
    private int unwritten(IOException e) {
        if (Audience.left(e)) {
            return NOBODY_READS;
        }
        String what = "cannot write standard output (" + SparqlText.reason(e) + ")";
        Complaint complaint = new Complaint(Code.FAILED, what, "", List.of());
        complaint.print(surroundings.terminal(), false, surroundings.terminal().talkPaint("auto"));
        return complaint.code().exit();
    }

    private int complain(String[] words, Complaint complaint) {
        // What was answered before the fault is still good.
        if (nobodyReads()) {
            return NOBODY_READS;
        }
        Paint paint = surroundings.terminal().talkPaint("auto");
        complaint.print(surroundings.terminal(), wantsJson(words), paint);
        return nobodyReads() ? NOBODY_READS : complaint.code().exit();
    }

    private boolean nobodyReads() {
        try {
            surroundings.terminal().out().flush();
            return false;
        } catch (IOException e) {
            // Where it cannot be written for another cause, the fault that came first is the one to tell.
            return Audience.left(e);
        }
    }

    private static boolean wantsJson(String... words) {
        List<String> all = Arrays.asList(words);
        int form = Math.max(all.indexOf("-o"), all.indexOf("--output"));
        boolean named = form >= 0
                && form + 1 < all.size()
                && (all.get(form + 1).equals("json") || all.get(form + 1).equals("ndjson"));
        return named || all.contains("--json") || all.contains("--output=json") || all.contains("-ojson");
    }

    private void trace(Throwable fault) {
        if (!surroundings.environment().getOrDefault("KITH_DEBUG", "").isEmpty()) {
            java.io.StringWriter trace = new java.io.StringWriter();
            fault.printStackTrace(new java.io.PrintWriter(trace));
            surroundings.terminal().say(trace.toString());
        }
    }

    private static String message(Throwable fault) {
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
