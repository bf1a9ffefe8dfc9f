package kith.daemon.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.RDFList;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.vocabulary.RDF;

/**
 * Test cases of the W3C, read from the class path.
 *
 * @param folder where they lie there
 * @param base what the W3C calls that folder
 */
record Suite(String folder, String base) {
    static final Suite SPARQL_10 =
            new Suite("/testcases-sparql-1.0-w3c/data-r2/", "http://www.w3.org/2001/sw/DataAccess/tests/data-r2/");
    static final Suite SPARQL_11 =
            new Suite("/testcases-sparql-1.1-w3c/", "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/");

    static final String MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
    static final String QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
    static final String UT = "http://www.w3.org/2009/sparql/tests/test-update#";

    /**
     * A space refuses people without a name, and many files have such. To the tests these are only names, so all files
     * are read with another one, of the same length.
     */
    private static final String FOAF = "http://xmlns.com/foaf/0.1/";

    private static final String NOT_FOAF = "http://xmlns.org/foaf/0.1/";

    /**
     * One test.
     *
     * @param id its folder and its name there
     * @param kind the local name of its class
     */
    record Case(Suite suite, String id, String kind, Resource node) {
        Resource action() {
            return node.getRequiredProperty(property(MF, "action")).getResource();
        }

        Resource result() {
            return node.getRequiredProperty(property(MF, "result")).getResource();
        }

        boolean isLax() {
            return node.hasProperty(
                    property(MF, "resultCardinality"), ResourceFactory.createResource(MF + "LaxCardinality"));
        }

        String file(Resource of, Property property) {
            return of.getRequiredProperty(property).getResource().getURI();
        }
    }

    static Property property(String namespace, String name) {
        return ResourceFactory.createProperty(namespace, name);
    }

    /** The cases of one manifest, in its order. */
    List<Case> cases(String part) {
        Model manifest = model(base + part + "/manifest.ttl");
        Resource root =
                manifest.listSubjectsWithProperty(property(MF, "entries")).next();
        RDFList entries = root.getRequiredProperty(property(MF, "entries")).getList();
        List<Case> cases = new ArrayList<>();
        for (RDFNode each : entries.asJavaList()) {
            Resource test = each.asResource();
            String kind = test.getRequiredProperty(RDF.type).getResource().getLocalName();
            cases.add(new Case(this, part + "/" + test.getURI().replaceAll(".*#", ""), kind, test));
        }
        return cases;
    }

    /** What an RDF file says. */
    Model model(String iri) {
        Model model = ModelFactory.createDefaultModel();
        Lang lang = RDFLanguages.filenameToLang(iri);
        RDFParser.fromString(text(iri), lang == null ? Lang.TURTLE : lang)
                .base(iri)
                .parse(model.getGraph());
        return model;
    }

    String text(String iri) {
        String path = folder + iri.substring(base.length());
        try (InputStream in = Objects.requireNonNull(Suite.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(FOAF, NOT_FOAF);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String iri) {
        return iri.startsWith(base) && Suite.class.getResource(folder + iri.substring(base.length())) != null;
    }
}
