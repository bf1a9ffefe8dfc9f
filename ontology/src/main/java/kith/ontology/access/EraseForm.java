package kith.ontology.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogId;

/** The form of {@link Act.Erase}. */
final class EraseForm {
    private static final int DELTAS = 2;
    private static final int RESTATED = 4;
    private static final Set<Integer> KNOWN = Set.of(DELTAS, RESTATED);

    private EraseForm() {}

    static Tlv fields(Act.Erase erase) {
        Tlv fields = new Tlv().with(DELTAS, Cutoff.write(erase.deltas()));
        return erase.restated().isEmpty() ? fields : fields.with(RESTATED, write(erase.restated()));
    }

    private static Bytes write(Map<Dot, SortedSet<Integer>> restated) {
        ByteWriter out = new ByteWriter().varint(restated.size());
        new TreeMap<>(restated).forEach((dot, places) -> {
            out.bytes(dot.log().value()).varint(dot.seq()).varint(places.size());
            int last = -1;
            for (int place : places) {
                out.varint((long) place - last - 1);
                last = place;
            }
        });
        return out.toBytes();
    }

    static Act.Erase erase(ByteReader in) {
        Tlv fields = Tlv.read(in, KNOWN);
        List<Cutoff> deltas = Cutoff.read(fields.required(DELTAS));
        return new Act.Erase(
                deltas, fields.field(RESTATED).isPresent() ? restated(fields.required(RESTATED)) : Map.of());
    }

    private static Map<Dot, SortedSet<Integer>> restated(ByteReader in) {
        int count = in.count(EditCodec.MAX_DOTS, LogId.BYTES + 3, "deltas");
        Map<Dot, SortedSet<Integer>> restated = new HashMap<>();
        Dot last = null;
        for (int i = 0; i < count; i++) {
            LogId log = new LogId(in.bytes(LogId.BYTES));
            long seq = in.varint();
            if (seq < 1 || seq > DeltaCodec.MAX_SEQ) {
                throw in.malformed("a delta numbered " + seq);
            }
            Dot dot = new Dot(log, seq);
            if (last != null && last.compareTo(dot) >= 0) {
                throw in.malformed("deltas out of order");
            }
            last = dot;
            restated.put(dot, places(in));
        }
        in.end();
        if (restated.isEmpty()) {
            throw in.malformed("an empty field");
        }
        return restated;
    }

    private static SortedSet<Integer> places(ByteReader in) {
        int count = in.count(EditCodec.MAX_OPERATIONS, 1, "places");
        List<Integer> places = new ArrayList<>();
        long last = -1;
        for (int i = 0; i < count; i++) {
            last += 1L + in.varint(EditCodec.MAX_OPERATIONS, "place");
            if (last >= EditCodec.MAX_OPERATIONS) {
                throw in.malformed("place " + last);
            }
            places.add((int) last);
        }
        if (places.isEmpty()) {
            throw in.malformed("no places");
        }
        return new Places(places);
    }
}
