package kith.ontology.access;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.LogId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Links of other acts as a field: 32 bytes each, ascending, at most {@link Act#MAX_NAMED}; no field for none. */
final class Links {
    private Links() {}

    static Tlv with(Tlv fields, int tag, Set<Bytes> links) {
        if (links.isEmpty()) {
            return fields;
        }
        if (links.size() > Act.MAX_NAMED) {
            throw KithException.user(
                    Code.REJECTED,
                    "one act lifts or replaces at most " + Act.MAX_NAMED + " others, not " + links.size());
        }
        ByteWriter out = new ByteWriter(links.size() * LogId.BYTES);
        links.stream().sorted().forEach(out::bytes);
        return fields.with(tag, out.toBytes());
    }

    static Set<Bytes> read(Tlv fields, int tag) {
        Optional<Bytes> field = fields.field(tag);
        if (field.isEmpty()) {
            return Set.of();
        }
        ByteReader in = new ByteReader(field.get());
        Set<Bytes> links = new HashSet<>();
        Bytes last = Bytes.EMPTY;
        do {
            Bytes link = in.bytes(LogId.BYTES);
            if (last.compareTo(link) >= 0 || links.size() >= Act.MAX_NAMED) {
                throw in.malformed("links out of order or too many");
            }
            last = link;
            links.add(link);
        } while (in.hasRemaining());
        return links;
    }
}
