package kith.ontology.delta;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.quad.TermCodec;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * The terms of an edit, ascending by their bytes, each sharing a prefix with the one before. Terms are numbered as they
 * are met, and then by their place: an import looks each of them up once and compares numbers from there on.
 */
final class TermTable {
    private static final int OBJECT = 3;
    private static final int PARTS = 4;
    private static final byte[] NOTHING = {};

    private final Map<Node, Integer> met = new HashMap<>();
    /** The bytes of each, by its number. */
    private final List<byte[]> forms = new ArrayList<>();
    /** Quads that follow each other often have terms in common. */
    private final @Nullable Node[] last = new Node[OBJECT];

    private final int[] lastMet = new int[OBJECT];

    /** The table, and where in it the terms are. */
    static final class Sorted {
        private final Bytes bytes;
        /** By the numbers that terms had as they were met. */
        private final int[] places;

        private Sorted(Bytes bytes, int[] places) {
            this.bytes = bytes;
            this.places = places;
        }

        Bytes bytes() {
            return bytes;
        }

        /** A quad as it was noted, now by the places of its terms. */
        QuadKey key(QuadKey noted) {
            int graph = noted.graph() == 0 ? 0 : places[noted.graph() - 1] + 1;
            return new QuadKey(graph, places[noted.subject()], places[noted.predicate()], places[noted.object()]);
        }

        /** Quads by the places of their terms, ascending, each once. */
        List<QuadKey> keys(List<QuadKey> noted) {
            QuadKey[] keys = new QuadKey[noted.size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = key(noted.get(i));
            }
            keys = by(0, by(1, by(2, by(OBJECT, keys))));
            int count = 0;
            for (int i = 0; i < keys.length; i++) {
                if (i == 0 || !keys[i].equals(keys[i - 1])) {
                    keys[count++] = keys[i];
                }
            }
            return Arrays.asList(keys).subList(0, count);
        }

        /** The keys by one of their parts; those that have it in common stay as they were. */
        private QuadKey[] by(int part, QuadKey[] keys) {
            // A graph counts from 1.
            int[] starts = new int[places.length + 2];
            for (QuadKey key : keys) {
                starts[key.at(part) + 1]++;
            }
            for (int place = 0; place <= places.length; place++) {
                starts[place + 1] += starts[place];
            }
            QuadKey[] sorted = new QuadKey[keys.length];
            for (QuadKey key : keys) {
                sorted[starts[key.at(part)]++] = key;
            }
            return sorted;
        }
    }

    /**
     * Takes the terms of a quad in.
     *
     * @return the quad, by the numbers of its terms as they were met
     * @throws KithException USER, REJECTED if a term has no form or stands where its kind may not
     */
    QuadKey note(Quad quad) {
        if (!QuadKey.isSound(quad)) {
            throw KithException.user(Code.REJECTED, "a quad with a term where its kind may not stand");
        }
        int graph = quad.isDefaultGraph() ? 0 : met(quad.getGraph(), 0) + 1;
        // Objects differ, and to find that out would cost more than it saves.
        return new QuadKey(graph, met(quad.getSubject(), 1), met(quad.getPredicate(), 2), met(quad.getObject()));
    }

    private int met(Node term, int part) {
        if (!term.equals(last[part])) {
            lastMet[part] = met(term);
            last[part] = term;
        }
        return lastMet[part];
    }

    private int met(Node term) {
        Integer known = met.get(term);
        if (known == null) {
            known = forms.size();
            forms.add(TermCodec.encode(term).view());
            met.put(term, known);
        }
        return known;
    }

    /** The table of the terms that were met. */
    Sorted sorted() throws EditCodec.Excess {
        byte[][] sorted = forms.toArray(byte[][]::new);
        int[] numbers = new int[sorted.length];
        Arrays.setAll(numbers, number -> number);
        TermSort.sort(sorted, numbers);
        int[] places = new int[sorted.length];
        ByteWriter out = new ByteWriter(sorted.length * Long.BYTES);
        byte[] before = NOTHING;
        long expanded = 0;
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            byte[] term = sorted[i];
            int shared = Arrays.mismatch(before, term);
            // What Jena tells apart and has the same bytes is one term here.
            if (count == 0 || shared >= 0) {
                out.varint(shared).varint(term.length - shared).bytes(term, shared, term.length - shared);
                before = term;
                expanded += term.length;
                count++;
            }
            places[numbers[i]] = count - 1;
        }
        if (expanded > EditCodec.MAX_BODY_BYTES) {
            throw new EditCodec.Excess(expanded + " bytes of terms; the limit is " + EditCodec.MAX_BODY_BYTES);
        }
        byte[] terms = out.toArray();
        return new Sorted(
                new ByteWriter(terms.length + Integer.BYTES)
                        .varint(count)
                        .bytes(terms)
                        .toBytes(),
                places);
    }

    /** The terms of a table, by their places. */
    static TermList read(ByteReader in) {
        int count = in.count(EditCodec.MAX_OPERATIONS * PARTS, 2, "terms");
        List<Node> terms = new ArrayList<>(count);
        List<Bytes> read = new ArrayList<>(count);
        byte[] before = NOTHING;
        long expanded = 0;
        for (int i = 0; i < count; i++) {
            int shared = in.varint(before.length, "shared bytes");
            int length = in.count(TermCodec.MAX_TERM_BYTES, 1, "bytes of a term");
            expanded += shared + length;
            if (expanded > EditCodec.MAX_BODY_BYTES) {
                throw in.malformed("terms of more than " + EditCodec.MAX_BODY_BYTES + " bytes");
            }
            byte[] term = Arrays.copyOf(before, shared + length);
            System.arraycopy(in.take(length), 0, term, shared, length);
            if (i > 0 && Arrays.compareUnsigned(before, term) >= 0) {
                throw in.malformed("terms out of order");
            }
            if (shared < before.length && before[shared] == term[shared]) {
                throw in.malformed("a term that shares more than it says");
            }
            terms.add(TermCodec.decode(term));
            read.add(Bytes.owned(term));
            before = term;
        }
        in.end();
        return new TermList(terms, read);
    }
}
