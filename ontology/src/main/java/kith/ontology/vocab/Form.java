package kith.ontology.vocab;

/** How the value of a field is written by a person, and what kind of RDF term it becomes. */
public enum Form {
    /** A string. */
    TEXT("a text", "\"north gate\""),
    /** A string, or a string in a language when written in quotes with an at sign behind. */
    LANG_TEXT("a text, or a text in quotes with its language", "Ada Byron or '\"Flussverein\"@de'"),
    /** A short lower-case token. */
    WORD("a short lower-case word of a-z, 0-9, dot, dash, underscore", "retired"),
    /** An absolute IRI, or a name with a prefix of the profile. */
    IRI("an absolute IRI", "https://river.example/"),
    /** An e-mail address, kept as a {@code mailto:} IRI. */
    MAILTO("an e-mail address", "ada@river.example"),
    /** A telephone number, kept as a {@code tel:} IRI without separators. */
    TEL("a telephone number of 3 to 15 digits", "+44 20 7946 0000"),
    /** A calendar day. */
    DATE("a date, year-month-day", "2026-11-20"),
    /** A moment with its time zone. */
    DATE_TIME("a moment with its time zone", "2026-11-20T09:14:00Z"),
    /** A year, or a calendar day when it is known. */
    YEAR_OR_DATE("a year, or a date", "2010 or 2010-03-01"),
    /** A whole number of at most 18 digits. */
    INTEGER("a whole number", "1403"),
    /** A decimal number of at most 18 digits on either side of the point. */
    DECIMAL("a decimal number", "52.3702"),
    /** Yes or no. */
    BOOLEAN("true or false", "true"),
    /** The short name of a thing, unique in its graph. */
    HANDLE("a handle: a-z, 0-9, dot, dash, underscore, at most 63, beginning with a letter or digit", "ada"),
    /** A hardware address of 6 or 8 bytes, kept in lower case with colons. */
    MAC("a hardware address of 6 or 8 bytes", "00:1b:44:11:3a:b7"),
    /** An internet address, version 4 or 6, without mask. */
    IP("an internet address without mask", "10.0.3.12 or 2001:db8::7"),
    /** A host name, kept in lower case. */
    HOST_NAME("a host name", "sw-12.river.example"),
    /** A public key as SSH writes it; a comment behind it is dropped. */
    SSH_KEY("an SSH public key: its type and its base64", "ssh-ed25519 AAAAC3Nz..."),
    /** A book number of 10 or 13 digits with its check digit, kept without dashes. */
    ISBN("an ISBN of 10 or 13 digits whose check digit is right", "0-387-09750-3"),
    /** The hash that names a torrent, kept in lower case without spaces. */
    INFO_HASH(
            "a torrent hash of 40 hexadecimal digits, spaces allowed", "c3ba9770 7c9e3c80 019dd55e 2207529a b876700d"),
    /** Another thing, by its IRI; whoever calls has looked a handle up before. */
    REFERENCE("the IRI of a thing", "urn:uuid:0199c0de-0000-7000-8000-000000000001");

    private final String says;
    private final String example;

    Form(String says, String example) {
        this.says = says;
        this.example = example;
    }

    /** What is expected, as the object of "expected". */
    public String says() {
        return says;
    }

    /** One or two texts that a person may type. */
    public String example() {
        return example;
    }

    /** Whether values are IRIs; all others are literals. */
    public boolean isIri() {
        return switch (this) {
            case IRI, MAILTO, TEL, REFERENCE -> true;
            case TEXT,
                    LANG_TEXT,
                    WORD,
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
                    INFO_HASH -> false;
        };
    }
}
