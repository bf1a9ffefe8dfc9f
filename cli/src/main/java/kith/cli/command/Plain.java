package kith.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.view.Complaint;
import kith.cli.view.Output;

/** What the daemon says to programs that speak HTTP, in the words of the command line. */
final class Plain {
    private static final String SPACES = "GET /v1/spaces";
    private static final String THERE_IS = "there is ";
    private static final Map<String, String> FORMS = forms();

    private Plain() {}

    static Complaint complaint(Refusal refusal) {
        String message = String.valueOf(refusal.getMessage());
        String hint = refusal.hint();
        if (hint.startsWith(SPACES)) {
            hint = "kith space list";
        } else if (hint.startsWith(THERE_IS)) {
            message = "the answer has no such form; it has " + words(hint.substring(THERE_IS.length()));
            hint = "";
        } else if (!hint.isEmpty() && !isCommand(hint)) {
            message += "; " + hint;
            hint = "";
        }
        for (Map.Entry<String, String> form : FORMS.entrySet()) {
            message = message.replace("ask for " + form.getKey(), "ask for -o " + form.getValue())
                    .replace(" or " + form.getKey(), " or -o " + form.getValue());
        }
        return new Complaint(refusal.code(), message, hint, refusal.faults());
    }

    // Advice of the daemon is a sentence; ours is a command to try.
    private static boolean isCommand(String hint) {
        return hint.startsWith("kith ") || hint.startsWith("bin/kith") || hint.startsWith("KITH_");
    }

    private static String words(String mediaTypes) {
        List<String> words = new ArrayList<>();
        for (String type : mediaTypes.split(", *", -1)) {
            words.add(FORMS.getOrDefault(type, type));
        }
        return String.join(", ", words);
    }

    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        for (Output output : Output.values()) {
            if (output != Output.WIDE) {
                forms.put(output.rowsType(), output.word());
                forms.put(output.graphType(), output.word());
            }
        }
        forms.remove("");
        return forms;
    }
}
