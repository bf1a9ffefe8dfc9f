package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;

/** {@code docs/vocabulary.md} says what the profile says; run with {@code -Dkith.docs=write} to write it anew. */
class VocabularyPageTest {
    private static final Path PAGE = Path.of("..", "docs", "vocabulary.md");
    private static final String START = "<!-- tables: written from the profile -->\n";
    private static final String END = "<!-- end of tables -->\n";

    @Test
    void theTablesOfThePageAreThoseOfTheProfile() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(START) + START.length();
        int end = page.indexOf(END);

        if (System.getProperty("kith.docs", "").equals("write")) {
            Files.writeString(PAGE, page.substring(0, start) + tables() + page.substring(end));
            return;
        }
        assertEquals(tables(), page.substring(start, end));
    }

    private static String tables() {
        Graph shapes = GraphFactory.createDefaultGraph();
        RDFParser.source(Prefixes.class.getResourceAsStream("/kith/ontology/shapes.ttl"))
                .lang(Lang.TURTLE)
                .parse(shapes);
        StringBuilder text = new StringBuilder();
        Set<String> common = common();
        text.append("\n### Every kind\n\n");
        table(text, shapes, Profile.kinds().get(0), common, true);
        for (Kind kind : Profile.kinds()) {
            text.append("\n### ").append(kind.name()).append(" (`");
            text.append(Prefixes.shrink(kind.classIri())).append("`)\n\n");
            text.append(
                    kind.namespaceHint().isEmpty()
                            ? "A new one gets a fresh name.\n\n"
                            : "Named in the scheme `" + kind.namespaceHint() + "`.\n\n");
            table(text, shapes, kind, common, false);
            for (Derived derived : kind.derived()) {
                text.append("| ").append(derived.name()).append(" | from ").append(derived.from());
                text.append(" | | * | | ").append(derived.help()).append(" |\n");
            }
        }
        return text.append('\n').toString();
    }

    private static void table(StringBuilder text, Graph shapes, Kind kind, Set<String> common, boolean shared) {
        text.append(
                "| field | predicate | a value is | how many | shown | what it says |\n|---|---|---|---|---|---|\n");
        for (Field field : kind.fields()) {
            if (common.contains(field.name()) == shared) {
                text.append("| ").append(field.name());
                text.append(" | `").append(Prefixes.shrink(field.predicate())).append("` | ");
                text.append(
                        field.refersTo().isEmpty()
                                ? field.form().says()
                                : "a reference: " + String.join(" or ", field.refersTo()));
                text.append(" | ").append(cardinality(shapes, kind, field));
                text.append(" | ").append(field.policy().word());
                text.append(" | ").append(field.help()).append(" |\n");
            }
        }
    }

    private static String cardinality(Graph shapes, Kind kind, Field field) {
        boolean required = shapes.stream(Node.ANY, SHACL.targetClass, NodeFactory.createURI(kind.classIri()))
                .flatMap(target -> shapes.stream(target.getSubject(), SHACL.property, Node.ANY))
                .map(Triple::getObject)
                .filter(shape -> shapes.contains(shape, SHACL.path, NodeFactory.createURI(field.predicate())))
                .anyMatch(shape -> shapes.contains(shape, SHACL.minCount, Node.ANY));
        return field.single() ? required ? "1" : "?" : "*";
    }

    private static Set<String> common() {
        return Profile.kinds().get(0).fields().stream()
                .map(Field::name)
                .filter(name -> Profile.kinds().stream()
                        .allMatch(kind -> kind.field(name).isPresent()))
                .collect(Collectors.toSet());
    }
}
