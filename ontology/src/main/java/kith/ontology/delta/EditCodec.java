package kith.ontology.delta;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * The payload of a data delta ({@code docs/protocol/delta.md}): a table of terms, then quads as indexes into it, the
 * whole deflated when that is shorter. Canonical before deflation: one edit has one body. Safe from any thread.
 *
 * <p>A payload that cannot be read is not refused by the log: its delta is kept, forwarded and reported as unreadable.
 */
public final class EditCodec {
    public static final int MAX_OPERATIONS = 65_536;
    /** Dots that one retraction names. */
    public static final int MAX_SEEN = 4_096;
    /** Dots that all retractions of a delta name: a few bytes each here, a hundred in memory. */
    public static final int MAX_DOTS = 65_536;

    public static final int MAX_NOTE_BYTES = 1_024;
    /** A body, and all its terms written out, stay below this. */
    public static final int MAX_BODY_BYTES = 4 * 1_048_576;

    private static final int MAX_LOGS = 4_096;
    private static final int GROUP_BYTES = 16;
    private static final int MAX_PART = 1_000_000;

    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;

    private static final int GROUP = 1;
    private static final int TERMS = 2;
    private static final int NOTE = 3;
    private static final int LOGS = 4;
    private static final int ASSERTS = 6;
    private static final int RETRACTS = 8;
    private static final Set<Integer> KNOWN = Set.of(GROUP, TERMS, NOTE, LOGS, ASSERTS, RETRACTS);

    private EditCodec() {}

    /**
     * The payload that says {@code edit} in {@code log}.
     *
     * @throws KithException USER, REJECTED where the edit passes a limit or a term has no form
     */
    public static Bytes encode(Edit edit, LogId log) {
        try {
            return encode(edit, log, DeltaCodec.MAX_PAYLOAD_BYTES);
        } catch (Excess excess) {
            throw KithException.user(
                    Code.REJECTED,
                    "one transaction of " + excess.getMessage() + "; say it in several, import it as a document,"
                            + " or replace or delete whole graphs through the graph store");
        }
    }

    /**
     * The payload that says {@code edit}, or nothing where the edit is too large and parts of it may not be.
     *
     * @param maxBytes of payload
     * @throws KithException USER, REJECTED where a term has no form
     */
    public static Optional<Bytes> encodeWithin(int maxBytes, Edit edit, LogId log) {
        try {
            return Optional.of(encode(edit, log, maxBytes));
        } catch (Excess excess) {
            return Optional.empty();
        }
    }

    private static Bytes encode(Edit edit, LogId log, int maxBytes) throws Excess {
        if (edit.operations() > MAX_OPERATIONS) {
            throw new Excess(edit.operations() + " operations; the limit is " + MAX_OPERATIONS);
        }
        if (edit.dots() > MAX_DOTS) {
            throw new Excess("retractions of " + edit.dots() + " asserts; the limit is " + MAX_DOTS);
        }
        TermTable terms = new TermTable();
        List<QuadKey> asserts = edit.asserts().stream().map(terms::note).toList();
        List<QuadKey> retracts = edit.retracts().stream()
                .map(retraction -> terms.note(retraction.quad()))
                .toList();
        TermTable.Sorted sorted = terms.sorted();
        LogTable logs = LogTable.of(edit, log);
        Tlv body = new Tlv().with(TERMS, sorted.bytes());
        edit.group()
                .ifPresent(group -> body.with(
                        GROUP,
                        new ByteWriter().bytes(group.id()).varint(group.part()).toBytes()));
        edit.note().ifPresent(note -> body.withText(NOTE, shortened(note)));
        if (!logs.others.isEmpty()) {
            ByteWriter out = new ByteWriter();
            logs.others.forEach(other -> out.bytes(other.value()));
            body.with(LOGS, out.toBytes());
        }
        if (!asserts.isEmpty()) {
            body.with(ASSERTS, QuadBlock.write(sorted.keys(asserts), (key, out) -> {}));
        }
        if (!retracts.isEmpty()) {
            Map<QuadKey, SortedSet<Dot>> seen = new HashMap<>();
            for (int i = 0; i < retracts.size(); i++) {
                seen.computeIfAbsent(sorted.key(retracts.get(i)), first -> new TreeSet<>())
                        .addAll(edit.retracts().get(i).seen());
            }
            BiConsumer<QuadKey, ByteWriter> dots = (key, out) -> logs.write(Objects.requireNonNull(seen.get(key)), out);
            body.with(RETRACTS, QuadBlock.write(sorted.keys(retracts), dots));
        }
        return enclose(body.toArray(), maxBytes);
    }

    /** What {@code payload} says, as a delta of {@code log}. */
    public static Edit decode(Bytes payload, LogId log) {
        Tlv body = Tlv.read(new ByteReader(open(payload)), KNOWN);
        QuadReading quads = new QuadReading(TermTable.read(body.required(TERMS)));
        LogTable logs = LogTable.read(body.field(LOGS), log);
        Edit.Table asserts = body.field(ASSERTS).map(quads::table).orElseGet(quads::none);
        List<Retraction> retracts = new ArrayList<>();
        body.field(RETRACTS)
                .ifPresent(block -> quads.read(
                        block, (key, in) -> retracts.add(new Retraction(key.quad(quads.terms), logs.read(in)))));
        quads.end();
        logs.end();
        Optional<Edit.Group> group = body.field(GROUP).map(EditCodec::group);
        Optional<String> note =
                body.field(NOTE).isPresent() ? Optional.of(body.text(NOTE, MAX_NOTE_BYTES)) : Optional.<String>empty();
        return new Edit(asserts, retracts, group, note);
    }

    private static Edit.Group group(Bytes field) {
        ByteReader in = new ByteReader(field);
        Edit.Group group = new Edit.Group(in.bytes(GROUP_BYTES), in.varint(MAX_PART, "part"));
        in.end();
        return group;
    }

    private static Bytes enclose(byte[] body, int maxBytes) throws Excess {
        if (body.length > MAX_BODY_BYTES) {
            throw new Excess(body.length + " bytes of content; the limit is " + MAX_BODY_BYTES);
        }
        byte[] deflated = Deflation.deflate(body);
        ByteWriter out = new ByteWriter(Math.min(body.length, deflated.length) + 8);
        if (deflated.length + 4 < body.length) {
            out.u8(DEFLATED).varint(body.length).bytes(deflated);
        } else {
            out.u8(PLAIN).bytes(body);
        }
        if (out.length() > maxBytes) {
            throw new Excess(out.length() + " bytes of payload; the limit is " + maxBytes);
        }
        return out.toBytes();
    }

    private static byte[] open(Bytes payload) {
        ByteReader in = new ByteReader(payload);
        return switch (in.u8()) {
            case PLAIN -> in.take(in.remaining());
            case DEFLATED -> {
                int length = in.varint(MAX_BODY_BYTES, "body of");
                yield Deflation.inflate(in.take(in.remaining()), length);
            }
            default -> throw in.malformed("unknown form of payload");
        };
    }

    /** As many whole characters of {@code note} as the limit allows. */
    private static String shortened(String note) {
        int bytes = 0;
        int end = 0;
        while (end < note.length()) {
            int character = note.codePointAt(end);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > MAX_NOTE_BYTES) {
                break;
            }
            end += Character.charCount(character);
        }
        return note.substring(0, end);
    }

    /** What a delta cannot hold, and its parts perhaps can. */
    static final class Excess extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        Excess(String what) {
            super(what);
        }
    }

    /** The logs that retractions name: this one is 0, the others follow in order. */
    private static final class LogTable {
        private final LogId own;
        private final List<LogId> others;
        private final BitSet named = new BitSet();
        private int dots;

        private LogTable(LogId own, List<LogId> others) {
            this.own = own;
            this.others = others;
        }

        static LogTable of(Edit edit, LogId own) throws Excess {
            TreeSet<LogId> logs = new TreeSet<>();
            edit.retracts().forEach(retraction -> retraction.seen().forEach(dot -> logs.add(dot.log())));
            logs.remove(own);
            if (logs.size() > MAX_LOGS) {
                throw new Excess("retractions of " + logs.size() + " logs");
            }
            return new LogTable(own, List.copyOf(logs));
        }

        static LogTable read(Optional<Bytes> field, LogId own) {
            ByteReader in = new ByteReader(field.orElse(Bytes.EMPTY));
            List<LogId> others = new ArrayList<>();
            while (in.hasRemaining()) {
                LogId log = new LogId(in.bytes(LogId.BYTES));
                boolean ascending = others.isEmpty() || others.getLast().compareTo(log) < 0;
                if (!ascending || log.equals(own) || others.size() >= MAX_LOGS) {
                    throw in.malformed("logs out of order");
                }
                others.add(log);
            }
            if (field.isPresent() && others.isEmpty()) {
                throw in.malformed("a table of logs, and none in it");
            }
            return new LogTable(own, others);
        }

        void write(SortedSet<Dot> dots, ByteWriter out) {
            if (dots.isEmpty() || dots.size() > MAX_SEEN) {
                throw KithException.user(
                        Code.REJECTED,
                        "a retraction of a quad that " + dots.size() + " deltas assert; the limit is " + MAX_SEEN);
            }
            out.varint(dots.size());
            dots.forEach(dot -> out.varint(dot.log().equals(own) ? 0 : Collections.binarySearch(others, dot.log()) + 1)
                    .varint(dot.seq()));
        }

        List<Dot> read(ByteReader in) {
            int count = in.count(MAX_SEEN, 2, "dots");
            dots += count;
            if (dots > MAX_DOTS) {
                throw in.malformed("more than " + MAX_DOTS + " dots");
            }
            List<Dot> seen = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int log = in.varint(others.size(), "index of a log");
                long seq = in.varint();
                if (seq < 1) {
                    throw in.malformed("a dot before 1");
                }
                named.set(log);
                Dot dot = new Dot(log == 0 ? own : others.get(log - 1), seq);
                if (!seen.isEmpty() && seen.getLast().compareTo(dot) >= 0) {
                    throw in.malformed("dots out of order");
                }
                seen.add(dot);
            }
            if (count == 0) {
                throw in.malformed("a retraction that saw nothing");
            }
            return seen;
        }

        void end() {
            if (named.get(1, others.size() + 1).cardinality() != others.size()) {
                throw new MalformedException("logs that nothing names", 0);
            }
        }
    }

    /** Reads quads as indexes into {@code terms}, and holds their number and the table to what is allowed. */
    private static final class QuadReading {
        private final TermList terms;
        private final BitSet used = new BitSet();
        private int operations;

        QuadReading(TermList terms) {
            this.terms = terms;
        }

        void read(Bytes block, BiConsumer<QuadKey, ByteReader> leaf) {
            QuadBlock.read(new ByteReader(block), terms.size(), (key, in) -> {
                if (++operations > MAX_OPERATIONS) {
                    throw in.malformed("more than " + MAX_OPERATIONS + " operations");
                }
                if (!key.isSound(terms)) {
                    throw in.malformed("terms that make no quad");
                }
                key.markIn(used);
                leaf.accept(key, in);
            });
        }

        Edit.Table none() {
            return new Edit.Table(terms, new int[0]);
        }

        Edit.Table table(Bytes block) {
            Keys keys = new Keys();
            read(block, (key, in) -> keys.add(key));
            return new Edit.Table(terms, keys.toArray());
        }

        void end() {
            if (used.cardinality() != terms.size()) {
                throw new MalformedException("terms that nothing uses", 0);
            }
        }
    }

    private static final class Keys {
        private int[] keys = new int[64];
        private int length;

        void add(QuadKey key) {
            if (length == keys.length) {
                keys = Arrays.copyOf(keys, 2 * length);
            }
            keys[length++] = key.graph();
            keys[length++] = key.subject();
            keys[length++] = key.predicate();
            keys[length++] = key.object();
        }

        int[] toArray() {
            return Arrays.copyOf(keys, length);
        }
    }
}
