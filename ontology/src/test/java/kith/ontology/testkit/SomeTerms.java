package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.quad.BlankNames;
import org.apache.jena.datatypes.BaseDatatype;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.TextDirection;
import org.apache.jena.sparql.core.Quad;

/** Terms and quads of every kind that has a form. */
public final class SomeTerms {
    private static final List<String> LANGUAGES =
            List.of("en", "en-GB", "de-CH-1901", "zh-Hant-TW", "ar", "he", "x-private", "i-klingon", "sl-rozaj");
    private static final List<String> SCHEMES =
            List.of("http://example.org/", "urn:uuid:", "mailto:", "did:key:z6Mk", "https://w3id.org/kith/ns#", "a:");
    private static final List<RDFDatatype> DATATYPES = List.of(
            XSDDatatype.XSDinteger,
            XSDDatatype.XSDdecimal,
            XSDDatatype.XSDdouble,
            XSDDatatype.XSDboolean,
            XSDDatatype.XSDdate,
            XSDDatatype.XSDdateTime,
            new BaseDatatype("urn:type:unheard-of"),
            new BaseDatatype("http://www.w3.org/2001/XMLSchema#unheard-of"));
    private static final List<String> LEXICAL_FORMS = List.of(
            "0",
            "-0",
            "01",
            "1",
            "-1",
            "9007199254740993",
            "1.0",
            "1.50",
            "1e0",
            "INF",
            "NaN",
            "true",
            "TRUE",
            "false",
            "2026-11-20",
            "2026-02-30",
            "-0044-03-15",
            "10000-01-01",
            "2026-11-20T10:00:00Z",
            "2026-11-20T10:00:00.000Z",
            "",
            " 1",
            "1 ",
            "+1",
            "99999999999999999999");
    /** Fields of which a thing shows one value: the latest, the first, the greatest. */
    private static final List<String> SINGLE = List.of(
            "http://xmlns.com/foaf/0.1/name", "https://w3id.org/kith/ns#handle", "https://w3id.org/kith/ns#lastSeen");

    /** What things are in a world of fields. */
    public static final List<String> CLASSES = List.of("urn:x:Boat", "urn:x:Ship");

    private static final Node TYPE = NodeFactory.createURI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");

    private static final int MOST_NESTING = 3;

    private SomeTerms() {}

    public static Node term(Gen gen) {
        return term(gen, MOST_NESTING);
    }

    private static Node term(Gen gen, int nesting) {
        return gen.either(
                () -> iri(gen),
                () -> blank(gen),
                () -> string(gen),
                () -> language(gen),
                () -> directed(gen),
                () -> typed(gen),
                () -> nesting == 0 ? typed(gen) : triple(gen, nesting - 1));
    }

    public static Node iri(Gen gen) {
        StringBuilder iri = new StringBuilder(gen.pick(SCHEMES)).append(gen.word());
        gen.text(gen.oneIn(20) ? 400 : 6)
                .codePoints()
                .filter(c -> c > 0x20 && "<>\"{}|^`\\".indexOf(c) < 0)
                .forEach(iri::appendCodePoint);
        return NodeFactory.createURI(iri.toString());
    }

    public static Node blank(Gen gen) {
        return BlankNames.node(gen.bytes(BlankNames.BYTES));
    }

    public static Node string(Gen gen) {
        return NodeFactory.createLiteralString(gen.text());
    }

    private static Node language(Gen gen) {
        return NodeFactory.createLiteralLang(gen.text(), gen.pick(LANGUAGES));
    }

    private static Node directed(Gen gen) {
        return NodeFactory.createLiteralDirLang(
                gen.text(), gen.pick(LANGUAGES), gen.coin() ? TextDirection.LTR : TextDirection.RTL);
    }

    private static Node typed(Gen gen) {
        String lexical = gen.oneIn(3) ? gen.text() : gen.pick(LEXICAL_FORMS);
        return NodeFactory.createLiteralDT(lexical, gen.pick(DATATYPES));
    }

    private static Node triple(Gen gen, int nesting) {
        return NodeFactory.createTripleTerm(subject(gen), iri(gen), term(gen, nesting));
    }

    private static Node subject(Gen gen) {
        return gen.oneIn(3) ? blank(gen) : iri(gen);
    }

    public static Quad quad(Gen gen) {
        Node graph = gen.either(() -> Quad.defaultGraphIRI, () -> iri(gen), () -> blank(gen));
        return Quad.create(graph, subject(gen), iri(gen), term(gen));
    }

    /** A few quads that share terms, so that what is drawn from them meets again. */
    public static List<Quad> world(Gen gen, int most) {
        return world(gen, most, gen.list(1, 2, () -> iri(gen)));
    }

    /** As {@link #world}, with fields of which a thing shows one value among the predicates, and with classes of things. */
    public static List<Quad> worldOfFields(Gen gen, int most) {
        List<Quad> world = new ArrayList<>(world(
                gen, most, gen.list(1, 2, () -> gen.coin() ? iri(gen) : NodeFactory.createURI(gen.pick(SINGLE)))));
        for (Quad quad : List.copyOf(world)) {
            if (gen.oneIn(3)) {
                Node kind = NodeFactory.createURI(gen.pick(CLASSES));
                world.add(Quad.create(quad.getGraph(), quad.getSubject(), TYPE, kind));
            }
        }
        return world.stream().distinct().toList();
    }

    private static List<Quad> world(Gen gen, int most, List<Node> predicates) {
        List<Node> graphs = List.of(Quad.defaultGraphIRI, iri(gen));
        List<Node> subjects = gen.list(1, 3, () -> subject(gen));
        return gen
                .list(1, most, () -> Quad.create(gen.pick(graphs), gen.pick(subjects), gen.pick(predicates), term(gen)))
                .stream()
                .distinct()
                .toList();
    }
}
