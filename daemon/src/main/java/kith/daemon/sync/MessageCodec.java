package kith.daemon.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kith.ontology.access.Claim;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;

/**
 * Messages and their bytes ({@code docs/protocol/wire.md}): we write a message in one form, and read what a later version
 * may add to it. Every length is checked before anything is allocated. Safe from any thread.
 */
public final class MessageCodec {
    public static final int MAX_SOFTWARE_BYTES = 64;
    public static final int MAX_TEXT_BYTES = 200;
    public static final int MAX_ADDRESSES = 8;
    public static final int MAX_ADDRESS_BYTES = 255;
    public static final int MAX_MARKS = 1_024;
    public static final int NONCE_BYTES = 32;
    public static final int TAG_BYTES = 16;
    public static final int LOG_TAG_BYTES = 8;
    public static final int ROOT_BYTES = 16;
    public static final int LINK_BYTES = 8;
    /** Indexes that one side may give out in one space. */
    public static final int MAX_INDEX = 65_535;

    /** Symbols of one sketch. */
    public static final int MAX_SYMBOLS = 65_536;

    private static final int HELLO = 0x01;
    private static final int PING = 0x02;
    private static final int PONG = 0x03;
    private static final int CREDIT = 0x05;
    private static final int OPEN = 0x10;
    private static final int RESUME = 0x11;
    private static final int MOVED = 0x12;
    private static final int SKETCH = 0x13;
    private static final int VECTOR = 0x15;
    private static final int LOGS = 0x16;
    private static final int WANT = 0x17;
    private static final int NOTE = 0x18;
    private static final int WHICH = 0x19;
    private static final int MORE = 0x1c;
    private static final int DIFFER = 0x1d;
    private static final int DELTAS = 0x20;
    private static final int LIVE = 0x21;
    private static final int ACK = 0x23;
    private static final int PROOF = 0x24;
    private static final int REFUSED = 0x25;
    private static final int ERASED = 0x83;
    private static final int PRUNE = 0x84;
    private static final int IGNORABLE = 0x80;

    private static final int HELLO_NONCE = 2;
    private static final int HELLO_CLOCK = 4;
    private static final int HELLO_SOFTWARE = 5;
    private static final int HELLO_ADDRESSES = 7;
    private static final Set<Integer> OF_HELLO = Set.of(HELLO_NONCE, HELLO_CLOCK, HELLO_SOFTWARE, HELLO_ADDRESSES);

    private static final int MAX_HOPS = 255;
    private static final Journal.Place NOWHERE = new Journal.Place(0, 0);

    private MessageCodec() {}

    /** The byte of the frame that says what {@code message} is. */
    public static int type(Message message) {
        return switch (message) {
            case Message.Hello m -> HELLO;
            case Message.Ping m -> PING;
            case Message.Pong m -> PONG;
            case Message.Credit m -> CREDIT;
            case Message.Open m -> OPEN;
            case Message.Resume m -> RESUME;
            case Message.Moved m -> MOVED;
            case Message.Which m -> WHICH;
            case Message.Sketch m -> SKETCH;
            case Message.More m -> MORE;
            case Message.Differ m -> DIFFER;
            case Message.Vector m -> VECTOR;
            case Message.Logs m -> LOGS;
            case Message.Want m -> WANT;
            case Message.Note m -> NOTE;
            case Message.Deltas m -> m.live() ? LIVE : DELTAS;
            case Message.Ack m -> ACK;
            case Message.Proof m -> PROOF;
            case Message.Refused m -> REFUSED;
            case Message.Erased m -> ERASED;
            case Message.Prune m -> PRUNE;
        };
    }

    public static byte[] encode(Message message) {
        ByteWriter out = new ByteWriter();
        switch (message) {
            case Message.Hello hello -> write(hello, out);
            case Message.Ping(long number) -> out.u64(number);
            case Message.Pong(long number) -> out.u64(number);
            case Message.Credit(boolean live, long bytes) ->
                out.u8(live ? 1 : 2).u32(bytes);
            case Message.Open(Bytes tag, Optional<Bytes> claim) ->
                out.bytes(tag).sized(claim.orElse(Bytes.EMPTY));
            case Message.Resume(long journal, Optional<Journal.Place> held, Bytes root, long logs) -> {
                Journal.Place place = held.orElse(NOWHERE);
                out.u64(journal)
                        .u64(place.journal())
                        .u64(place.position())
                        .bytes(root)
                        .u32(logs);
            }
            case Message.OfSketch sketch -> SketchCodec.write(sketch, out);
            case Message.Moved(long position) -> out.u64(position);
            case Message.Which(List<Integer> indexes) -> writeIndexes(indexes, out);
            case Message.Prune(List<Integer> indexes) -> writeIndexes(indexes, out);
            case Message.Vector vector -> write(vector, out);
            case Message.Logs(List<Message.Logs.Named> logs) -> {
                out.varint(logs.size());
                logs.forEach(log -> out.varint(log.index()).bytes(log.root().bytes()));
            }
            case Message.Want(List<Message.Mark> from) -> write(from, out);
            case Message.Note(List<Message.Mark> upTo) -> write(upTo, out);
            case Message.Ack(List<Message.Mark> upTo) -> write(upTo, out);
            case Message.Deltas(int index, boolean live, var run) -> {
                out.varint(index);
                if (live) {
                    out.u8(0);
                }
                DeltaCodec.write(run, out);
            }
            case Message.Proof(LogRoot root, var run) -> {
                out.bytes(root.bytes());
                DeltaCodec.write(run, out);
            }
            case Message.Refused(String why) -> out.text(why);
            case Message.Erased(Map<LogId, Long> upTo) -> {
                out.varint(upTo.size());
                upTo.forEach((log, seq) -> out.bytes(log.value()).varint(seq));
            }
        }
        return out.toArray();
    }

    /**
     * The message of a frame; empty for a type that may be ignored.
     *
     * @throws MalformedException for anything else that is no message
     */
    public static Optional<Message> decode(int type, byte[] payload) {
        ByteReader in = new ByteReader(payload);
        Message message = switch (type) {
            case HELLO -> hello(in);
            case PING -> new Message.Ping(in.u64());
            case PONG -> new Message.Pong(in.u64());
            case CREDIT -> credit(in);
            case OPEN -> open(in);
            case RESUME -> resume(in);
            case MOVED -> new Message.Moved(position(in));
            case WHICH -> new Message.Which(indexes(in));
            case PRUNE -> new Message.Prune(indexes(in));
            case SKETCH -> SketchCodec.sketch(in);
            case MORE -> SketchCodec.more(in);
            case DIFFER -> SketchCodec.differ(in);
            case VECTOR -> vector(in);
            case LOGS -> logs(in);
            case WANT -> new Message.Want(marks(in));
            case NOTE -> new Message.Note(marks(in));
            case ACK -> new Message.Ack(marks(in));
            case DELTAS -> new Message.Deltas(index(in), false, DeltaCodec.read(in));
            case LIVE -> live(in);
            case PROOF -> new Message.Proof(LogRoot.read(in), DeltaCodec.read(in));
            case REFUSED -> new Message.Refused(in.text(MAX_TEXT_BYTES, "text of"));
            case ERASED -> erased(in);
            default -> null;
        };
        if (message == null) {
            if ((type & IGNORABLE) != 0) {
                return Optional.empty();
            }
            throw in.malformed("unknown type of message " + type);
        }
        in.end();
        return Optional.of(message);
    }

    private static void write(Message.Hello hello, ByteWriter out) {
        Tlv fields = new Tlv()
                .with(HELLO_NONCE, hello.nonce())
                .withNumber(HELLO_CLOCK, hello.clockMillis())
                .withText(HELLO_SOFTWARE, hello.software());
        if (!hello.addresses().isEmpty()) {
            ByteWriter where = new ByteWriter().varint(hello.addresses().size());
            hello.addresses().forEach(where::text);
            fields.with(HELLO_ADDRESSES, where.toBytes());
        }
        fields.write(out);
    }

    private static Message hello(ByteReader in) {
        Tlv fields = Tlv.read(in, OF_HELLO);
        return new Message.Hello(
                fields.required(HELLO_NONCE, NONCE_BYTES),
                fields.number(HELLO_CLOCK),
                fields.field(HELLO_SOFTWARE).isPresent() ? fields.text(HELLO_SOFTWARE, MAX_SOFTWARE_BYTES) : "",
                fields.field(HELLO_ADDRESSES).map(MessageCodec::addresses).orElse(List.of()));
    }

    private static List<String> addresses(Bytes field) {
        ByteReader in = new ByteReader(field);
        int count = in.count(MAX_ADDRESSES, 1, "addresses");
        List<String> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(in.text(MAX_ADDRESS_BYTES, "address of"));
        }
        in.end();
        return addresses;
    }

    private static Message credit(ByteReader in) {
        int kind = in.u8();
        if (kind != 1 && kind != 2) {
            throw in.malformed("unknown kind of credit " + kind);
        }
        return new Message.Credit(kind == 1, in.u32());
    }

    private static Message open(ByteReader in) {
        Bytes tag = in.bytes(TAG_BYTES);
        Bytes claim = in.sized(Claim.MAX_BYTES, "claim of");
        return new Message.Open(tag, claim.length() == 0 ? Optional.<Bytes>empty() : Optional.of(claim));
    }

    private static Message resume(ByteReader in) {
        long journal = in.u64();
        long held = in.u64();
        long position = position(in);
        if (journal == 0 || (held == 0 && position != 0)) {
            throw in.malformed("a journal that is none");
        }
        return new Message.Resume(
                journal,
                held == 0 ? Optional.<Journal.Place>empty() : Optional.of(new Journal.Place(held, position)),
                in.bytes(ROOT_BYTES),
                in.u32());
    }

    private static long position(ByteReader in) {
        long position = in.u64();
        if (position < 0) {
            throw in.malformed("a position past the range of numbers");
        }
        return position;
    }

    private static void writeIndexes(List<Integer> indexes, ByteWriter out) {
        out.varint(indexes.size());
        indexes.forEach(out::varint);
    }

    private static List<Integer> indexes(ByteReader in) {
        int count = in.count(MAX_MARKS, 1, "indexes");
        List<Integer> indexes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            indexes.add(index(in));
        }
        return indexes;
    }

    private static void write(Message.Vector vector, ByteWriter out) {
        out.u8(vector.plane().code())
                .u8(vector.last() ? 1 : 0)
                .varint(vector.places().size());
        vector.places()
                .forEach(place -> out.varint(place.index())
                        .bytes(place.tag())
                        .varint(place.seq())
                        .bytes(place.link()));
    }

    private static Message vector(ByteReader in) {
        Plane plane = Plane.of(in.u8()).orElseThrow(() -> in.malformed("unknown plane"));
        int last = in.u8();
        if (last > 1) {
            throw in.malformed("a mark that is neither 0 nor 1");
        }
        int count = in.count(MAX_MARKS, 2 + LOG_TAG_BYTES + LINK_BYTES, "places");
        List<Message.Vector.Place> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(new Message.Vector.Place(index(in), in.bytes(LOG_TAG_BYTES), seq(in), in.bytes(LINK_BYTES)));
        }
        return new Message.Vector(plane, last == 1, places);
    }

    private static Message logs(ByteReader in) {
        int count = in.count(MAX_MARKS, 1 + LogRoot.BYTES, "logs");
        List<Message.Logs.Named> logs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            logs.add(new Message.Logs.Named(index(in), LogRoot.read(in)));
        }
        return new Message.Logs(logs);
    }

    private static void write(List<Message.Mark> marks, ByteWriter out) {
        out.varint(marks.size());
        marks.forEach(mark -> out.varint(mark.index()).varint(mark.seq()));
    }

    private static List<Message.Mark> marks(ByteReader in) {
        int count = in.count(MAX_MARKS, 2, "marks");
        List<Message.Mark> marks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            marks.add(new Message.Mark(index(in), seq(in)));
        }
        return marks;
    }

    private static Message erased(ByteReader in) {
        int count = in.count(MAX_MARKS, LogId.BYTES + 1, "logs");
        TreeMap<LogId, Long> upTo = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            LogId log = new LogId(in.bytes(LogId.BYTES));
            if (!upTo.isEmpty() && upTo.lastKey().compareTo(log) >= 0) {
                throw in.malformed("logs out of order");
            }
            upTo.put(log, seq(in));
        }
        return new Message.Erased(upTo);
    }

    private static Message live(ByteReader in) {
        int index = index(in);
        in.varint(MAX_HOPS, "hops");
        return new Message.Deltas(index, true, DeltaCodec.read(in));
    }

    private static int index(ByteReader in) {
        return in.varint(MAX_INDEX, "index of a log");
    }

    private static long seq(ByteReader in) {
        long seq = in.varint();
        if (seq > DeltaCodec.MAX_SEQ) {
            throw in.malformed("a delta past the range of numbers");
        }
        return seq;
    }

    /** Bytes of payload that count against credit. */
    static long weight(DeltaRun run) {
        return run.entries().stream()
                .mapToLong(entry -> entry.payload().length() + DeltaCodec.SALT_BYTES)
                .sum();
    }
}
