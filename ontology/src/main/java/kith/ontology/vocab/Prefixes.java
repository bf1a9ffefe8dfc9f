package kith.ontology.vocab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The prefixes of the profile, in the order in which they are shown. */
public final class Prefixes {
    public static final String KITH = "https://w3id.org/kith/ns#";
    public static final String FOAF = "http://xmlns.com/foaf/0.1/";
    public static final String ORG = "http://www.w3.org/ns/org#";
    public static final String VCARD = "http://www.w3.org/2006/vcard/ns#";
    public static final String VF = "https://w3id.org/valueflows/ont/vf#";
    public static final String SAREF = "https://saref.etsi.org/core/";
    public static final String SCHEMA = "https://schema.org/";
    public static final String DCT = "http://purl.org/dc/terms/";
    public static final String SKOS = "http://www.w3.org/2004/02/skos/core#";
    public static final String OWL = "http://www.w3.org/2002/07/owl#";
    public static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public static final String RDFS = "http://www.w3.org/2000/01/rdf-schema#";
    public static final String XSD = "http://www.w3.org/2001/XMLSchema#";
    public static final String GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#";
    public static final String PROV = "http://www.w3.org/ns/prov#";
    public static final String DOAP = "http://usefulinc.com/ns/doap#";
    public static final String SEC = "https://w3id.org/security#";

    private static final Map<String, String> ALL = all();

    /** Schemes of IRIs that people name things by and that have no {@code //} behind them. */
    private static final Set<String> SCHEMES = Set.of(
            "urn", "did", "tag", "mailto", "tel", "sip", "sips", "xmpp", "im", "acct", "matrix", "magnet", "geo",
            "info", "doi", "ark", "hdl", "oid", "uuid", "cid", "mid", "data", "file", "bitcoin", "ssb", "blob", "ni",
            "news", "nostr");

    private Prefixes() {}

    /** Prefix to IRI; unmodifiable, in a fixed order. */
    public static Map<String, String> map() {
        return ALL;
    }

    /** The prologue that declares all of them, for a query, an update or a Turtle document; ends with a line break. */
    public static String prologue() {
        StringBuilder prologue = new StringBuilder(1024);
        for (Map.Entry<String, String> entry : ALL.entrySet()) {
            prologue.append("PREFIX ").append(entry.getKey()).append(": <");
            prologue.append(entry.getValue()).append(">\n");
        }
        return prologue.toString();
    }

    /**
     * The IRI that a prefixed name such as {@code foaf:Person} stands for; empty when the prefix is not one of ours or
     * what follows is no plain name. {@code geo:52.37,4.89} is an IRI of its own, not a name with a prefix.
     */
    public static Optional<String> expand(String name) {
        int colon = name.indexOf(':');
        if (colon < 0 || !isPlainName(name, colon + 1)) {
            return Optional.empty();
        }
        String namespace = ALL.get(name.substring(0, colon));
        return namespace == null ? Optional.empty() : Optional.of(namespace.concat(name.substring(colon + 1)));
    }

    /**
     * The IRI that somebody names: with a prefix of ours, or whole, of a scheme that is known or has {@code //} behind it.
     * Empty for all else: {@code nope:nick} has the form of an IRI, but is more likely a prefix that nobody knows, and
     * would name what no one ever says.
     */
    public static Optional<String> resolve(String name) {
        Optional<String> expanded = expand(name);
        return expanded.isPresent() || !isWhole(name) ? expanded : Optional.of(name);
    }

    /** Whether a text begins as an IRI does that needs no prefix to be known. */
    public static boolean isWhole(String text) {
        int colon = text.indexOf(':');
        return colon > 0
                && (text.startsWith("//", colon + 1)
                        || SCHEMES.contains(text.substring(0, colon).toLowerCase(Locale.ROOT)));
    }

    /** The prefixed name of an IRI, or the IRI itself when there is none. */
    public static String shrink(String iri) {
        for (Map.Entry<String, String> entry : ALL.entrySet()) {
            String namespace = entry.getValue();
            if (iri.startsWith(namespace) && isPlainName(iri, namespace.length())) {
                return entry.getKey().concat(":").concat(iri.substring(namespace.length()));
            }
        }
        return iri;
    }

    private static boolean isPlainName(String text, int from) {
        if (from >= text.length() || !isLetter(text.charAt(from))) {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>(32);
        all.put("kith", KITH);
        all.put("foaf", FOAF);
        all.put("org", ORG);
        all.put("vcard", VCARD);
        all.put("vf", VF);
        all.put("saref", SAREF);
        all.put("schema", SCHEMA);
        all.put("dct", DCT);
        all.put("skos", SKOS);
        all.put("owl", OWL);
        all.put("rdf", RDF);
        all.put("rdfs", RDFS);
        all.put("xsd", XSD);
        all.put("geo", GEO);
        all.put("prov", PROV);
        all.put("doap", DOAP);
        all.put("sec", SEC);
        return Collections.unmodifiableMap(all);
    }
}
