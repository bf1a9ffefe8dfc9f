package kith.ontology.delta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.identity.Context;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;

/**
 * The bytes of deltas: header, commitment, chain, signature, and the run in which they travel
 * ({@code docs/protocol/delta.md}). The only maker of {@link VerifiedDelta}. Safe from any thread.
 */
public final class DeltaCodec {
    public static final int FORMAT = 1;
    /** A delta of this size with all its dependencies, and its log's root, still fits one frame of 1 MiB. */
    public static final int MAX_PAYLOAD_BYTES = 1_047_552;

    public static final int MAX_DEPS = 16;
    public static final int MAX_RUN_ENTRIES = 256;
    public static final int SALT_BYTES = 16;
    /** Of what stands in the place of a withdrawn payload. */
    public static final int COMMITMENT_BYTES = 32;
    /** Nobody says so much; arithmetic with the number of a delta never overflows. */
    public static final long MAX_SEQ = 1L << 62;
    /** The payloads of a run have at most so much together, unless it is a single delta. */
    public static final int RUN_PAYLOAD_BYTES = 524_288;

    private static final int FLAG_DEPS = 2;
    private static final int FLAG_CONTROL = 4;
    /** Of the transfer alone: the header of a delta does not change when its payload is withdrawn. */
    private static final int FLAG_WITHDRAWN = 0x80;

    private static final int HEADER_BYTES = 54;
    private static final int DEP_BYTES = LogId.BYTES + 8;
    private static final int MIN_ENTRY_BYTES = 1 + 1 + SALT_BYTES + 1;
    private static final byte[] LINK = {1};

    private DeltaCodec() {}

    /** The hash form of a header: 54 bytes and 40 for each dependency. Never sent, always rebuilt. */
    public static Bytes header(long seq, Entry entry) {
        ByteWriter out = new ByteWriter(HEADER_BYTES + DEP_BYTES * entry.deps().size())
                .u8(FORMAT)
                .u8(flags(entry))
                .u64(seq)
                .u64(entry.clock())
                .u32(entry.content().length())
                .bytes(entry.content().commitment());
        for (Dot dep : entry.deps()) {
            out.bytes(dep.log().value()).u64(dep.seq());
        }
        return out.toBytes();
    }

    public static Bytes link(Bytes previous, long seq, Entry entry) {
        return Bytes.sha256(LINK, previous.view(), header(seq, entry).view());
    }

    /**
     * Signs {@code entry} as the next delta after {@code head}.
     *
     * @throws IllegalArgumentException if the entry breaks a limit or the clock runs back
     */
    public static VerifiedDelta sign(LogRoot root, LogHead head, Entry entry, SigningKey author) {
        if (!author.id().equals(root.author())) {
            throw new IllegalArgumentException("not this author's log");
        }
        if (entry.isWithdrawn()) {
            throw new IllegalArgumentException("nobody signs what is not there");
        }
        LogId log = root.id();
        Optional<String> fault = fault(root, log, entry, head.clock());
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
        }
        Bytes link = link(head.link(), head.seq() + 1, entry);
        Signature signature = author.sign(Context.DELTA, link);
        return new VerifiedDelta(
                root, new SignedDelta(new Dot(log, head.seq() + 1), entry, link, Optional.of(signature)));
    }

    /** A delta of the author's own log, held in its chain, with a signature of its own. */
    public static SignedDelta signed(SignedDelta delta, SigningKey author) {
        Signature signature = author.sign(Context.DELTA, delta.link());
        return new SignedDelta(delta.dot(), delta.entry(), delta.link(), Optional.of(signature));
    }

    /**
     * The deltas of {@code run}, if it continues {@code head} and the author signed it.
     *
     * <p>One signature check a run, about 50 us, and two hashes a delta.
     *
     * @throws MalformedException if it does not continue the head, breaks a rule of the chain, or is not signed
     */
    public static List<VerifiedDelta> verify(LogRoot root, VerifyingKey author, LogHead head, DeltaRun run) {
        if (run.firstSeq() != head.seq() + 1
                || !run.previousLink().equals(head.link())
                || run.lastSeq() > MAX_SEQ
                || run.lastSeq() < run.firstSeq()) {
            throw new MalformedException("a run that does not continue the log", 0);
        }
        LogId log = root.id();
        List<VerifiedDelta> verified = new ArrayList<>(run.entries().size());
        Bytes link = head.link();
        long clock = head.clock();
        long seq = head.seq();
        for (Entry entry : run.entries()) {
            seq++;
            Optional<String> fault = fault(root, log, entry, clock);
            if (fault.isPresent()) {
                throw new MalformedException(fault.get() + " in delta " + seq, 0);
            }
            link = link(link, seq, entry);
            clock = entry.clock();
            Optional<Signature> signature =
                    seq == run.lastSeq() ? Optional.of(run.signature()) : Optional.<Signature>empty();
            verified.add(new VerifiedDelta(root, new SignedDelta(new Dot(log, seq), entry, link, signature)));
        }
        if (!author.id().equals(root.author()) || !author.verifies(Context.DELTA, link, run.signature())) {
            throw new MalformedException("a signature that does not hold", 0);
        }
        return verified;
    }

    /** Writes a run as it travels; what the log is, the message around it says. */
    public static void write(DeltaRun run, ByteWriter out) {
        List<LogId> table = List.copyOf(logs(run.entries()));
        out.varint(run.firstSeq()).bytes(run.previousLink()).varint(table.size());
        table.forEach(log -> out.bytes(log.value()));
        out.varint(run.entries().size());
        long clock = 0;
        for (Entry entry : run.entries()) {
            out.u8(flags(entry) | (entry.isWithdrawn() ? FLAG_WITHDRAWN : 0)).varint(entry.clock() - clock);
            clock = entry.clock();
            if (!entry.deps().isEmpty()) {
                out.varint(entry.deps().size());
                entry.deps()
                        .forEach(dep -> out.varint(Collections.binarySearch(table, dep.log()))
                                .varint(dep.seq()));
            }
            out.varint(entry.content().length());
            switch (entry.content()) {
                case Entry.Said(Bytes salt, Bytes payload) -> out.bytes(salt).bytes(payload);
                case Entry.Withdrawn left -> out.bytes(left.commitment());
            }
        }
        out.bytes(run.signature().value());
    }

    /** Reads what {@link #write} wrote; believes nothing until {@link #verify}. */
    public static DeltaRun read(ByteReader in) {
        long first = in.varint();
        if (first < 1) {
            throw in.malformed("a run that starts before 1");
        }
        Bytes previous = in.bytes(LogId.BYTES);
        List<LogId> table = readTable(in);
        int count = in.count(MAX_RUN_ENTRIES, MIN_ENTRY_BYTES, "entries");
        if (count == 0) {
            throw in.malformed("a run without entries");
        }
        if (first > MAX_SEQ - count) {
            throw in.malformed("a run past the range of numbers");
        }
        List<Entry> entries = new ArrayList<>(count);
        long clock = 0;
        long payload = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = readEntry(in, clock, table);
            clock = entry.clock();
            payload += entry.payload().length();
            if (count > 1 && payload > RUN_PAYLOAD_BYTES) {
                // Nobody could forward it: it ends in its only signature, and what is sent keeps to the limit.
                throw in.malformed("a run of more than " + RUN_PAYLOAD_BYTES + " bytes");
            }
            entries.add(entry);
        }
        if (logs(entries).size() != table.size()) {
            throw in.malformed("logs that no entry depends on");
        }
        return new DeltaRun(first, previous, entries, new Signature(in.bytes(Signature.BYTES)));
    }

    private static List<LogId> readTable(ByteReader in) {
        int logs = in.count(MAX_RUN_ENTRIES * MAX_DEPS, LogId.BYTES, "logs");
        List<LogId> table = new ArrayList<>(logs);
        for (int i = 0; i < logs; i++) {
            LogId log = new LogId(in.bytes(LogId.BYTES));
            if (i > 0 && table.getLast().compareTo(log) >= 0) {
                throw in.malformed("logs out of order");
            }
            table.add(log);
        }
        return table;
    }

    /** The logs that entries depend on, in the order in which their indexes count. */
    private static SortedSet<LogId> logs(List<Entry> entries) {
        TreeSet<LogId> logs = new TreeSet<>();
        entries.forEach(entry -> entry.deps().forEach(dep -> logs.add(dep.log())));
        return logs;
    }

    private static Entry readEntry(ByteReader in, long clockBefore, List<LogId> table) {
        int flags = in.u8();
        if ((flags & ~(FLAG_DEPS | FLAG_CONTROL | FLAG_WITHDRAWN)) != 0) {
            throw in.malformed("unknown flags " + flags);
        }
        boolean control = (flags & FLAG_CONTROL) != 0;
        boolean withdrawn = (flags & FLAG_WITHDRAWN) != 0;
        if (control && withdrawn) {
            throw in.malformed("an act without its payload");
        }
        long clock = clockBefore + in.varint();
        if (clock < 0) {
            throw in.malformed("a clock past its range");
        }
        List<Dot> deps = new ArrayList<>();
        if ((flags & FLAG_DEPS) != 0) {
            int count = in.count(MAX_DEPS, 2, "deps");
            for (int i = 0; i < count; i++) {
                int log = in.varint(table.size() - 1, "index of a log");
                long seq = in.varint();
                if (seq < 1) {
                    throw in.malformed("a dependency before 1");
                }
                deps.add(new Dot(table.get(log), seq));
            }
            if (count == 0) {
                throw in.malformed("a flag for dependencies, and none");
            }
        }
        int length = in.varint(MAX_PAYLOAD_BYTES, "payload of");
        Entry.Content content = withdrawn
                ? new Entry.Withdrawn(length, in.bytes(COMMITMENT_BYTES))
                : new Entry.Said(in.bytes(SALT_BYTES), in.bytes(length));
        return new Entry(control, clock, deps, content);
    }

    private static Optional<String> fault(LogRoot root, LogId log, Entry entry, long clockBefore) {
        if (entry.clock() <= clockBefore) {
            return Optional.of("a clock that runs back");
        }
        if (entry.control() != (root.plane() == Plane.CONTROL)) {
            return Optional.of("a payload on the wrong plane");
        }
        return faultOfContent(entry).or(() -> faultOfDeps(log, entry.deps()));
    }

    private static Optional<String> faultOfContent(Entry entry) {
        if (entry.control() && entry.isWithdrawn()) {
            return Optional.of("an act without its payload");
        }
        boolean fits = switch (entry.content()) {
            case Entry.Said said -> said.salt().length() == SALT_BYTES;
            case Entry.Withdrawn left -> left.commitment().length() == COMMITMENT_BYTES;
        };
        boolean measured = entry.content().length() >= 0 && entry.content().length() <= MAX_PAYLOAD_BYTES;
        return fits && measured ? Optional.empty() : Optional.of("a payload or salt of the wrong size");
    }

    private static Optional<String> faultOfDeps(LogId log, List<Dot> deps) {
        if (deps.size() > MAX_DEPS) {
            return Optional.of(deps.size() + " dependencies");
        }
        Dot before = null;
        for (Dot dep : deps) {
            if (dep.log().equals(log)) {
                return Optional.of("a dependency on its own log");
            }
            if (before != null && before.compareTo(dep) >= 0) {
                return Optional.of("dependencies out of order");
            }
            before = dep;
        }
        return Optional.empty();
    }

    private static int flags(Entry entry) {
        return (entry.deps().isEmpty() ? 0 : FLAG_DEPS) | (entry.control() ? FLAG_CONTROL : 0);
    }
}
