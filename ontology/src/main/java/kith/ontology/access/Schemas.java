package kith.ontology.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.quad.TermCodec;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** The forms of {@link Act.Rule} and {@link Act.Shape}. */
final class Schemas {
    private static final int PREDICATE = 2;
    private static final int KIND = 4;
    private static final int POLICY = 6;
    private static final int RULE_REPLACES = 8;
    private static final Set<Integer> OF_RULE = Set.of(PREDICATE, KIND, POLICY, RULE_REPLACES);

    private static final int NAME = 2;
    private static final int TRIPLES = 4;
    private static final int SHAPE_REPLACES = 6;
    private static final Set<Integer> OF_SHAPE = Set.of(NAME, TRIPLES, SHAPE_REPLACES);
    /** Triples stand for themselves: no dot of theirs is ever named. */
    private static final LogId NO_LOG = new LogId(Bytes.of(new byte[LogId.BYTES]));

    private Schemas() {}

    static Tlv fields(Act.Rule rule) {
        Tlv fields = new Tlv()
                .with(PREDICATE, iri(rule.predicate()))
                .withText(POLICY, rule.policy().word());
        rule.kind().ifPresent(kind -> fields.with(KIND, iri(kind)));
        return Links.with(fields, RULE_REPLACES, rule.replaces());
    }

    static Tlv fields(Act.Shape shape) {
        Tlv fields = new Tlv().withText(NAME, shape.name());
        if (shape.triples().size() > Act.MAX_SHAPE_TRIPLES) {
            throw KithException.user(
                    Code.REJECTED,
                    "shapes \"" + shape.name() + "\" of " + shape.triples().size() + " triples; the limit is "
                            + Act.MAX_SHAPE_TRIPLES + ": give some of them another name");
        }
        if (termBytes(shape.triples()) > Act.MAX_SHAPE_BYTES) {
            throw KithException.user(
                    Code.REJECTED,
                    "shapes \"" + shape.name() + "\" of " + termBytes(shape.triples())
                            + " bytes of terms; the limit is " + Act.MAX_SHAPE_BYTES
                            + ": give some of them another name, or say less in their texts");
        }
        if (!shape.triples().isEmpty()) {
            Edit edit = new Edit(List.copyOf(shape.triples()), List.of(), Optional.empty(), Optional.empty());
            fields.with(TRIPLES, EditCodec.encode(edit, NO_LOG));
        }
        return Links.with(fields, SHAPE_REPLACES, shape.replaces());
    }

    static Act.Rule rule(ByteReader in) {
        Tlv fields = Tlv.read(in, OF_RULE);
        String word = fields.text(POLICY, Act.Shape.MAX_NAME_BYTES);
        Policy policy = Arrays.stream(Policy.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> in.malformed("an unknown policy"));
        Optional<String> kind = fields.field(KIND).map(Schemas::iri);
        Bytes predicate = fields.field(PREDICATE).orElseThrow(() -> in.malformed("a predicate is missing"));
        return new Act.Rule(iri(predicate), kind, policy, Links.read(fields, RULE_REPLACES));
    }

    static Act.Shape shape(ByteReader in) {
        Tlv fields = Tlv.read(in, OF_SHAPE);
        Set<Quad> triples = fields.field(TRIPLES).map(Schemas::triples).orElse(Set.of());
        return new Act.Shape(fields.text(NAME, Act.Shape.MAX_NAME_BYTES), triples, Links.read(fields, SHAPE_REPLACES));
    }

    private static Set<Quad> triples(Bytes payload) {
        Edit edit = EditCodec.decode(payload, NO_LOG);
        boolean plain = edit.retracts().isEmpty()
                && edit.group().isEmpty()
                && edit.note().isEmpty();
        boolean triples = edit.asserts().stream().allMatch(Quad::isDefaultGraph);
        if (!plain || !triples || edit.asserts().isEmpty() || edit.asserts().size() > Act.MAX_SHAPE_TRIPLES) {
            throw new MalformedException("shapes that are none", 0);
        }
        if (termBytes(edit.asserts()) > Act.MAX_SHAPE_BYTES) {
            // A payload of some kilobytes may hold megabytes of them, and an act is held for good, whoever said it.
            throw new MalformedException("shapes of more than " + Act.MAX_SHAPE_BYTES + " bytes of terms", 0);
        }
        return Set.copyOf(edit.asserts());
    }

    /** Bytes of all terms, each once. */
    private static long termBytes(Collection<Quad> triples) {
        Set<Node> terms = new HashSet<>();
        for (Quad triple : triples) {
            terms.add(triple.getSubject());
            terms.add(triple.getPredicate());
            terms.add(triple.getObject());
        }
        return terms.stream().mapToLong(term -> TermCodec.encode(term).length()).sum();
    }

    private static Bytes iri(String iri) {
        return TermCodec.encode(NodeFactory.createURI(iri));
    }

    private static String iri(Bytes term) {
        Node node = TermCodec.decode(term);
        if (!node.isURI()) {
            throw new MalformedException("not a name", 0);
        }
        return node.getURI();
    }
}
