package kith.ontology.testkit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.access.Scope;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Retraction;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** Edits and scopes of few names, so that the ones are often within the others and often not. */
final class SomeEdits {
    private static final LogId ANOTHER = new LogId(Bytes.sha256(new byte[1]));

    private SomeEdits() {}

    static Scope scope(Gen gen) {
        if (gen.oneIn(3)) {
            return Scope.ALL;
        }
        return new Scope(
                gen.coin() ? Set.of() : Set.of(Scope.DEFAULT_GRAPH, gen.pickOf("urn:g:*", "urn:g:1", "urn:*")),
                gen.coin() ? Set.of() : Set.of(gen.pickOf("urn:a/*", "urn:a/1", "urn:*", "urn:a/1/*")),
                gen.oneIn(4) ? Set.of("urn:p/1", "urn:p#*") : Set.of(),
                gen.coin()
                        ? Set.of(Scope.Deed.values())
                        : Set.copyOf(gen.list(1, 2, () -> gen.pickOf(Scope.Deed.values()))));
    }

    static Edit edit(Gen gen, LogId own) {
        List<Quad> asserts = gen.list(0, 2, () -> quad(gen));
        List<Retraction> retracts = gen.oneIn(3)
                ? List.of(new Retraction(quad(gen), List.of(new Dot(gen.coin() ? own : ANOTHER, 1))))
                : List.of();
        return new Edit(asserts, retracts, Optional.empty(), Optional.empty());
    }

    private static Quad quad(Gen gen) {
        return Quad.create(
                gen.coin() ? Quad.defaultGraphIRI : NodeFactory.createURI(gen.pickOf("urn:g:1", "urn:g:1:2", "urn:h")),
                NodeFactory.createURI(gen.pickOf("urn:a/1", "urn:a/1/2", "urn:a/12")),
                NodeFactory.createURI(gen.pickOf("urn:p/1", "urn:p#2")),
                NodeFactory.createLiteralString(gen.word()));
    }
}
