package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementVisitorBase;
import org.apache.jena.sparql.syntax.ElementWalker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {
    private static final String XSD = "http://www.w3.org/2001/XMLSchema#";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MAILTO | ada@x | <mailto:ada@x>",
                "MAILTO | mailto:Ada@River.Example | <mailto:Ada@river.example>",
                "MAILTO | a{b}@x.example | <mailto:a%7Bb%7D@x.example>",
                "TEL | +44 20 7946 0000 | <tel:+442079460000>",
                "TEL | (202) 225-2171 | <tel:2022252171>",
                "TEL | tel:+31-20-555 x 12 | <tel:+3120555;ext=12>",
                "DATE | 2024-02-29 | \"2024-02-29\"^^<" + XSD + "date>",
                "DATE_TIME | 2026-11-20 09:14Z | \"2026-11-20T09:14:00Z\"^^<" + XSD + "dateTime>",
                "DATE_TIME | 2026-11-20T09:14:00.5+01:00 | \"2026-11-20T09:14:00.5+01:00\"^^<" + XSD + "dateTime>",
                "YEAR_OR_DATE | 2010 | \"2010\"^^<" + XSD + "gYear>",
                "YEAR_OR_DATE | 2010-03-01 | \"2010-03-01\"^^<" + XSD + "date>",
                "INTEGER | +0014 | \"14\"^^<" + XSD + "integer>",
                "INTEGER | -0 | \"0\"^^<" + XSD + "integer>",
                "DECIMAL | -4.8900 | \"-4.89\"^^<" + XSD + "decimal>",
                "DECIMAL | 7 | \"7.0\"^^<" + XSD + "decimal>",
                "BOOLEAN | Yes | \"true\"^^<" + XSD + "boolean>",
                "HANDLE | sw-12 | \"sw-12\"",
                "MAC | 00-1B-44-11-3A-B7 | \"00:1b:44:11:3a:b7\"",
                "MAC | 001b.4411.3ab7 | \"00:1b:44:11:3a:b7\"",
                "MAC | 00124b0014b5d9f2 | \"00:12:4b:00:14:b5:d9:f2\"",
                "IP | 10.0.3.12 | \"10.0.3.12\"",
                "IP | 2001:0DB8:0:0:1:0:0:1 | \"2001:db8::1:0:0:1\"",
                "IP | :: | \"::\"",
                "IP | 2001:db8:0:1:1:1:1:1 | \"2001:db8:0:1:1:1:1:1\"",
                "HOST_NAME | SW-12.River.Example. | \"sw-12.river.example\"",
                "ISBN | 0-387-09750-3 | \"0387097503\"",
                "ISBN | 978-0-387-09750-3 | \"9780387097503\"",
                "ISBN | 0-8044-2957-x | \"080442957X\"",
                "INFO_HASH | C3BA9770 7C9E3C80 019DD55E 2207529A B876700D"
                        + " | \"c3ba97707c9e3c80019dd55e2207529ab876700d\"",
                "IRI | foaf:Person | <http://xmlns.com/foaf/0.1/Person>",
                "IRI | geo:52.37,4.89 | <geo:52.37,4.89>",
                "REFERENCE | <urn:uuid:1> | <urn:uuid:1>",
                "TEXT | Ada \"the\" \\u0022 Byron | \"Ada \\\"the\\\" \\\\u0022 Byron\"",
                "LANG_TEXT | root@router | \"root@router\"",
                "LANG_TEXT | \"Flussverein\"@de | \"Flussverein\"@de",
                "LANG_TEXT | \"Flussverein\"@not_a_tag | \"\\\"Flussverein\\\"@not_a_tag\"",
                "SSH_KEY | ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f root@sw"
                        + " | \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\"",
            })
    void whatAPersonTypesBecomesOneTerm(Form form, String typed, String term) {
        assertEquals(term, field(form).toTerm(typed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MAILTO | ada",
                "MAILTO | ada@",
                "MAILTO | @x",
                "MAILTO | ada@x>",
                "MAILTO | ada@x?subject=hi",
                "MAILTO | a..b@x",
                "TEL | call me",
                "TEL | 12",
                "TEL | 1234567890123456",
                "TEL | 555 x y",
                "DATE | 2023-02-29",
                "DATE | 2023-2-1",
                "DATE | 1900-02-29",
                "DATE | 0000-01-01",
                "DATE | 2023-13-01",
                "DATE_TIME | 2026-11-20T09:14:00",
                "DATE_TIME | 2026-11-20T24:00:00Z",
                "DATE_TIME | 2026-11-20T09:14:00+15:00",
                "DATE_TIME | 2026-11-20T09:14:00.Z",
                "DATE_TIME | 2026-11-20T0:014:00Z",
                "YEAR_OR_DATE | 10",
                "INTEGER | 1.5",
                "INTEGER | --1",
                "INTEGER | 1234567890123456789",
                "DECIMAL | 1e5",
                "DECIMAL | .5",
                "DECIMAL | 0.1234567890123456789",
                "BOOLEAN | maybe",
                "HANDLE | Ada",
                "HANDLE | -ada",
                "HANDLE | a b",
                "WORD | retired!",
                "MAC | 00:1b",
                "MAC | 00:1b:44:11:3a:b7:",
                "MAC | 00::1b:44:11:3a:b7",
                "MAC | 00:1b:44:11:3a:b7:00",
                "MAC | 00124b0014b5d9f200",
                "IP | 10.0.3",
                "IP | 10.0.3.256",
                "IP | 010.0.3.1",
                "IP | 10.0.3.0/24",
                "IP | 1:2:3:4:5:6:7:8:9",
                "IP | 1::2::3",
                "IP | :::",
                "IP | 12345::",
                "HOST_NAME | -sw",
                "HOST_NAME | sw..river",
                "HOST_NAME | sw 12",
                "SSH_KEY | ssh-ed25519",
                "SSH_KEY | ssh-ed25519 AAAA",
                "SSH_KEY | ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
                "ISBN | 0387097504",
                "ISBN | 9780387097504",
                "ISBN | 9770387097504",
                "ISBN | X387097503",
                "ISBN | 038709750",
                "INFO_HASH | C3BA9770",
                "INFO_HASH | c3ba97707c9e3c80019dd55e2207529ab876700d0",
                "INFO_HASH | g3ba97707c9e3c80019dd55e2207529ab876700d",
                "IRI | river",
                "IRI | https://river.example/a b",
                "IRI | https://river.example/> . <x:y",
                "IRI | https://river.example/%zz",
                "IRI | https://river.example/\\u003e",
                "IRI | :a",
                "REFERENCE | ada",
                "LANG_TEXT | \"\"@de",
            })
    void whatHasNotTheFormIsRejectedWithFieldFormAndExampleButWithoutTheValue(Form form, String typed) {
        KithException fault =
                assertThrows(KithException.class, () -> field(form).toTerm(typed));

        assertAll(
                () -> assertEquals(KithException.Blame.USER, fault.blame()),
                () -> assertEquals(Code.REJECTED, fault.code()),
                () -> assertEquals(
                        "thing: the value does not have the right form; expected " + form.says() + ", for example "
                                + form.example(),
                        fault.getMessage()));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEmptyOrOverlongValueIsAFaultOfUsage(Form form) {
        String longest = "1".repeat(Field.MAX_TEXT_CHARS);

        KithException empty =
                assertThrows(KithException.class, () -> field(form).toTerm(" \t"));
        KithException tooLong =
                assertThrows(KithException.class, () -> field(form).toTerm(longest + "1"));

        assertAll(
                () -> assertEquals(Code.USAGE, empty.code()),
                () -> assertEquals(Code.USAGE, tooLong.code()),
                () -> assertTrue(message(tooLong).contains("16,384")),
                () -> assertEquals('"' + longest + '"', field(Form.TEXT).toTerm(longest)));
    }

    @Test
    void aMailAddressHasALimit() {
        String longest = "a".repeat(Contacts.MAX_MAIL_CHARS - 2) + "@x";

        assertEquals("<mailto:" + longest + ">", field(Form.MAILTO).toTerm(longest));
        assertThrows(KithException.class, () -> field(Form.MAILTO).toTerm("a" + longest));
    }

    @Test
    void anIriHasALimit() {
        String longest = "urn:" + "a".repeat(Iris.MAX_CHARS - 4);

        assertEquals("<" + longest + ">", field(Form.IRI).toTerm(longest));
        assertThrows(KithException.class, () -> field(Form.IRI).toTerm(longest + "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0007b", "a\u007fb", "\ud83d", "\ude00x"})
    void controlCharactersAndHalvesOfCharactersAreRejected(String typed) {
        assertThrows(KithException.class, () -> field(Form.TEXT).toTerm(typed));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theExampleOfAFormHasTheForm(Form form) {
        for (String example : form.example().split(" or ")) {
            String typed = example.replaceAll("^'|'$", "").replace("AAAAC3Nz...", sshBase64());

            assertTrue(node(field(form).toTerm(typed)).isConcrete());
        }
    }

    /** Whatever is typed comes out as one term of the text typed, in both languages; nothing can break out. */
    @Test
    void noTextEscapesFromItsQuotes() {
        Random random = new Random(7);
        String[] pieces = {
            "\"",
            "\"\"\"",
            "'",
            "\\",
            "\\u0022",
            "\\U00000022",
            "\n",
            "\r",
            "\t",
            "u0022",
            ">",
            "<",
            " . ",
            "}",
            "#",
            "@en",
            "^^",
            "é",
            "日本",
            "\ud83d\ude00",
            "a",
            " ",
            "{",
            "\\\\",
            "?x",
            ";"
        };
        for (int round = 0; round < 2_000; round++) {
            StringBuilder typed = new StringBuilder("x");
            for (int i = random.nextInt(12); i > 0; i--) {
                typed.append(pieces[random.nextInt(pieces.length)]);
            }
            String text = typed.toString();

            String term = field(Form.TEXT).toTerm(text);

            assertEquals(text, node(term).getLiteralLexicalForm());
            assertEquals(text, sparqlNode(term).getLiteralLexicalForm());
        }
    }

    @Test
    void whatIsShownReadsBackAsTheSameTerm() {
        for (String typed : List.of("ada@x", "a{b}%c@x.example", "o'hara+kith@x")) {
            assertReadsBack(Form.MAILTO, typed);
        }
        assertReadsBack(Form.TEL, "+44 20 7946 0000 x 7");
        assertReadsBack(Form.LANG_TEXT, "\"Fluß\"@de-CH");
        assertReadsBack(Form.DECIMAL, "-0.50");
        assertReadsBack(Form.IRI, "foaf:Person");
        assertReadsBack(Form.ISBN, "0-387-09750-3");
    }

    private static void assertReadsBack(Form form, String typed) {
        String term = field(form).toTerm(typed);
        Node node = node(term);
        String value = node.isURI() ? node.getURI() : node.getLiteralLexicalForm();
        String language = node.isLiteral() ? node.getLiteralLanguage() : "";

        assertEquals(term, field(form).toTerm(field(form).fromTerm(value, language)));
    }

    private static Field field(Form form) {
        return new Field("thing", "urn:p", form, false, Policy.ALL, List.of(), "help");
    }

    private static String message(KithException fault) {
        return String.valueOf(fault.getMessage());
    }

    private static String sshBase64() {
        return "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    }

    private static Node node(String term) {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.fromString("<http://example/s> <http://example/p> " + term + " .", Lang.TURTLE)
                .parse(graph);
        List<Triple> triples = graph.find().toList();
        assertEquals(1, triples.size());
        return triples.get(0).getObject();
    }

    private static Node sparqlNode(String term) {
        Node[] found = new Node[1];
        ElementWalker.walk(
                QueryFactory.create("ASK { <http://example/s> <http://example/p> " + term + " }")
                        .getQueryPattern(),
                new ElementVisitorBase() {
                    @Override
                    public void visit(ElementPathBlock block) {
                        assertEquals(1, block.getPattern().size());
                        found[0] = block.getPattern().get(0).getObject();
                    }
                });
        return found[0];
    }
}
