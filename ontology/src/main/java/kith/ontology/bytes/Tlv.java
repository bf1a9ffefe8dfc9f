package kith.ontology.bytes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tagged fields: tag, length, value, with tags ascending and none twice. An unknown odd tag is skipped, an unknown even
 * tag refused, so that a later version can say which of its additions an older reader may miss.
 */
public final class Tlv {
    /** Fields of one message; more is no message of ours. */
    private static final int MAX_FIELDS = 64;

    private final SortedMap<Integer, Bytes> fields = new TreeMap<>();

    /** An empty set of fields, to be filled with {@link #with}. */
    public Tlv() {}

    public Tlv with(int tag, Bytes value) {
        fields.put(tag, value);
        return this;
    }

    public Tlv with(int tag, byte[] value) {
        return with(tag, Bytes.owned(value));
    }

    public Tlv withNumber(int tag, long value) {
        return with(tag, new ByteWriter(10).varint(value).toBytes());
    }

    public Tlv withText(int tag, String text) {
        return with(tag, Bytes.utf8(text));
    }

    public void write(ByteWriter out) {
        for (Map.Entry<Integer, Bytes> field : fields.entrySet()) {
            out.varint(field.getKey()).sized(field.getValue());
        }
    }

    public byte[] toArray() {
        ByteWriter out = new ByteWriter();
        write(out);
        return out.toArray();
    }

    /** Reads fields until the bytes end. */
    public static Tlv read(ByteReader in, Set<Integer> known) {
        Tlv tlv = new Tlv();
        int last = -1;
        for (int i = 0; in.hasRemaining(); i++) {
            int tag = in.varint(Integer.MAX_VALUE, "tag");
            if (tag <= last || i >= MAX_FIELDS) {
                throw in.malformed("field " + tag + " out of order");
            }
            last = tag;
            Bytes value = in.sized(in.remaining(), "field of");
            if (known.contains(tag)) {
                tlv.fields.put(tag, value);
            } else if (tag % 2 == 0) {
                throw in.malformed("unknown field " + tag);
            }
        }
        return tlv;
    }

    public Optional<Bytes> field(int tag) {
        return Optional.ofNullable(fields.get(tag));
    }

    /** The value of a field that must be there. */
    public ByteReader required(int tag) {
        return new ByteReader(field(tag).orElseThrow(() -> new MalformedException("field " + tag + " is missing", 0)));
    }

    /** A field that must be there and have exactly {@code length} bytes. */
    public Bytes required(int tag, int length) {
        ByteReader in = required(tag);
        Bytes value = in.bytes(length);
        in.end();
        return value;
    }

    public long number(int tag) {
        ByteReader in = required(tag);
        long value = in.varint();
        in.end();
        return value;
    }

    public String text(int tag, int maxBytes) {
        Bytes value = field(tag).orElseThrow(() -> new MalformedException("field " + tag + " is missing", 0));
        if (value.length() > maxBytes) {
            throw new MalformedException("field " + tag + " of " + value.length() + " bytes", 0);
        }
        return ByteReader.utf8(value.view(), 0, value.length(), "field " + tag, 0);
    }
}
