package kith.daemon.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.riot.Lang;

/** The RDF syntaxes that are read and written, with the names and media types they go by. */
public enum Syntax {
    TTL("ttl", Lang.TURTLE, false, List.of("text/turtle", "application/x-turtle")),
    TRIG("trig", Lang.TRIG, true, List.of("application/trig")),
    NT("nt", Lang.NTRIPLES, false, List.of("application/n-triples")),
    NQ("nq", Lang.NQUADS, true, List.of("application/n-quads")),
    JSONLD("jsonld", Lang.JSONLD, true, List.of("application/ld+json")),
    RDFXML("rdfxml", Lang.RDFXML, false, List.of("application/rdf+xml"));

    private final String title;
    // A Lang is a name with properties; nothing changes it after its making.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Lang lang;

    private final boolean graphs;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> mediaTypes;

    Syntax(String title, Lang lang, boolean graphs, List<String> mediaTypes) {
        this.title = title;
        this.lang = lang;
        this.graphs = graphs;
        this.mediaTypes = mediaTypes;
    }

    /** The short name: {@code ttl}, {@code trig}, {@code nt}, {@code nq}, {@code jsonld}, {@code rdfxml}. */
    public String title() {
        return title;
    }

    /** The media type it is sent with. */
    public String mediaType() {
        return mediaTypes.getFirst();
    }

    /** All media types it goes by, the best one first. */
    public List<String> mediaTypes() {
        return mediaTypes;
    }

    /** Whether it can say in which graph a triple is. */
    public boolean holdsGraphs() {
        return graphs;
    }

    /** The syntax of a media type, given without parameters. */
    public static Optional<Syntax> ofMediaType(String type) {
        String wanted = type.strip().toLowerCase(Locale.ROOT);
        for (Syntax each : values()) {
            if (each.mediaTypes.contains(wanted)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The syntax of a file by the end of its name. */
    public static Optional<Syntax> ofFileName(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "ttl", "turtle" -> Optional.of(TTL);
            case "trig" -> Optional.of(TRIG);
            case "nt", "ntriples" -> Optional.of(NT);
            case "nq", "nquads" -> Optional.of(NQ);
            case "jsonld", "json" -> Optional.of(JSONLD);
            case "rdf", "rdfxml", "owl", "xml" -> Optional.of(RDFXML);
            default -> Optional.empty();
        };
    }

    Lang lang() {
        return lang;
    }

    /** Whether it is read as one tree in memory and not as a stream. */
    boolean isTree() {
        return this == JSONLD;
    }

    GraphWriter writer(Map<String, String> prefixes) {
        return switch (this) {
            case TTL, TRIG -> new TurtleWriter(this == TRIG, prefixes);
            case NT, NQ -> new LineWriter(this == NQ);
            case JSONLD -> new JsonLdWriter(prefixes);
            case RDFXML -> new RdfXmlWriter();
        };
    }
}
