package kith.ontology.vocab;

import org.jspecify.annotations.Nullable;

/** The text of one RDF term, valid in SPARQL and in Turtle, whatever it was made from. */
final class TermText {
    private TermText() {}

    /** The term for what a person typed, or null when it does not have the form. */
    static @Nullable String of(Form form, String typed) {
        String text = typed.strip();
        return switch (form) {
            case TEXT -> literal(typed, "");
            case LANG_TEXT -> languageText(typed);
            case WORD, HANDLE -> isWord(text) ? literal(text, "") : null;
            case IRI, REFERENCE -> iri(Iris.absolute(text));
            case MAILTO -> iri(Contacts.mailto(text));
            case TEL -> iri(Contacts.tel(text));
            case DATE -> typed(Moments.date(text), Terms.XSD_DATE);
            case DATE_TIME -> typed(Moments.dateTime(text), Terms.XSD_DATE_TIME);
            case YEAR_OR_DATE ->
                Moments.isYear(text) ? literal(text, Terms.XSD_G_YEAR) : typed(Moments.date(text), Terms.XSD_DATE);
            case INTEGER -> typed(Numbers.integer(text), Terms.XSD_INTEGER);
            case DECIMAL -> typed(Numbers.decimal(text), Terms.XSD_DECIMAL);
            case BOOLEAN -> typed(Numbers.truth(text), Terms.XSD_BOOLEAN);
            case MAC -> typed(Network.mac(text), "");
            case IP -> typed(Network.ip(text), "");
            case HOST_NAME -> typed(Network.hostName(text), "");
            case SSH_KEY -> typed(Network.sshKey(text), "");
            case ISBN -> typed(Isbn.plain(text), "");
            case INFO_HASH -> typed(Magnet.plainHash(text), "");
        };
    }

    /** What {@link #of} reads back into the same term. */
    static String shown(Form form, String value, String language) {
        if (!language.isEmpty()) {
            return "\"".concat(value).concat("\"@").concat(language);
        }
        return switch (form) {
            case MAILTO -> Contacts.address(value);
            case TEL -> value.startsWith("tel:") ? value.substring(4) : value;
            case TEXT,
                    LANG_TEXT,
                    WORD,
                    IRI,
                    DATE,
                    DATE_TIME,
                    YEAR_OR_DATE,
                    INTEGER,
                    DECIMAL,
                    BOOLEAN,
                    HANDLE,
                    MAC,
                    IP,
                    HOST_NAME,
                    SSH_KEY,
                    ISBN,
                    INFO_HASH,
                    REFERENCE -> value;
        };
    }

    static boolean isWord(String text) {
        if (text.isEmpty() || text.length() > 63) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inside = i > 0 && (c == '.' || c == '_' || c == '-');
            if (!Ascii.isLower(c) && !Ascii.isDigit(c) && !inside) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String languageText(String typed) {
        int quote = typed.lastIndexOf('"');
        boolean tagged = quote > 0 && typed.charAt(0) == '"' && typed.startsWith("@", quote + 1);
        String tag = tagged ? typed.substring(quote + 2) : "";
        if (!tagged || !isLanguage(tag)) {
            return literal(typed, "");
        }
        @Nullable String text = literal(typed.substring(1, quote), "");
        return text == null || quote == 1 ? null : text.concat("@").concat(tag);
    }

    /** Subtags of 1 to 8 letters or digits between dashes, the first of letters, as BCP 47 has them. */
    private static boolean isLanguage(String tag) {
        int length = 0;
        boolean first = true;
        for (int i = 0; i < tag.length(); i++) {
            char c = tag.charAt(i);
            if (c == '-' && length > 0) {
                length = 0;
                first = false;
            } else if (length < 8 && (Ascii.isLetter(c) || (!first && Ascii.isDigit(c)))) {
                length++;
            } else {
                return false;
            }
        }
        return length > 0;
    }

    private static @Nullable String typed(@Nullable String lexical, String datatype) {
        return lexical == null ? null : literal(lexical, datatype);
    }

    private static @Nullable String iri(@Nullable String iri) {
        return iri == null ? null : "<".concat(iri).concat(">");
    }

    /**
     * A quoted string. No backslash is ever written before a {@code u} that it would turn into an escape: some readers
     * resolve {@code \}{@code u0022} before they look for quotes, and ours are doubled, which all of them leave alone.
     */
    private static @Nullable String literal(String text, String datatype) {
        StringBuilder quoted = new StringBuilder(text.length() + 48).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || Iris.isLoneSurrogate(text, i)) {
                        return null;
                    }
                    quoted.append(c);
                }
            }
        }
        quoted.append('"');
        return datatype.isEmpty()
                ? quoted.toString()
                : quoted.append("^^<").append(datatype).append('>').toString();
    }
}
