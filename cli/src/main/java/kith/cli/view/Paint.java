package kith.cli.view;

/** Colours of a terminal, or none at all. */
public enum Paint {
    /** Leaves text as it is. */
    NONE,
    /** Marks text with ANSI sequences. */
    ANSI;

    static Paint of(boolean coloured) {
        return coloured ? ANSI : NONE;
    }

    public String bold(String text) {
        return marked("1", text);
    }

    public String dim(String text) {
        return marked("2", text);
    }

    public String good(String text) {
        return marked("32", text);
    }

    public String doubtful(String text) {
        return marked("33", text);
    }

    public String bad(String text) {
        return marked("31", text);
    }

    private String marked(String code, String text) {
        return this == NONE || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
