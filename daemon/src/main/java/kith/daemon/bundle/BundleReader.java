package kith.daemon.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import kith.ontology.access.Claim;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;

/**
 * Reads a bundle ({@code docs/protocol/bundle.md}) piece by piece, a run at a time, and believes nothing: every length is
 * checked before anything is allocated. Verifying the runs is left to whoever takes them. Not thread-safe.
 */
final class BundleReader {
    /** Logs of a bundle; what a node tells of a space over the wire is no more. */
    static final int MAX_LOGS = 65_536;
    /** Bytes of a run: what fits a frame. */
    static final int MAX_RUN_BYTES = 1 << 20;

    static final Bytes KIND = Bytes.utf8("kith bundle ");
    static final Bytes VERSION = Bytes.utf8("1\0");
    static final int SUM_BYTES = 32;
    static final int END = 0;
    static final int LOG = 1;
    static final int RUN = 2;

    private static final int MAX_VARINT_BYTES = 10;
    private static final int MORE = 0x80;

    private final InputStream in;
    private final MessageDigest digest = Bytes.sha256();
    private final Manifest manifest;
    private final Set<LogId> named = new HashSet<>();
    private Optional<LogRoot> log = Optional.empty();
    /** The number with which the next run of the log begins; 0 before its first. */
    private long next;

    private long position;
    private long start;

    /**
     * Some deltas of a log.
     *
     * @param at where the run begins, in bytes from the beginning of the bundle
     * @param end where it ends
     */
    record Part(LogRoot root, DeltaRun run, long at, long end) {}

    /** Reads a piece of known length. */
    private interface Reading<T> {
        T of(ByteReader in);
    }

    /**
     * Reads what a bundle begins with.
     *
     * @param in of which no more is read than is asked for; the caller closes it
     * @throws KithException USER: USAGE for what is no bundle, or one of a later version; FAILED for one that is damaged
     */
    BundleReader(InputStream in) throws IOException {
        this.in = in;
        mustBeBundle();
        Bytes version = bytes(VERSION.length());
        if (!version.equals(VERSION)) {
            throw KithException.user(
                    Code.USAGE, "this bundle is of another version than 1 (at byte " + start + "); upgrade kith");
        }
        SpaceId space = new SpaceId(bytes(SpaceId.BYTES));
        KeyId maker = new KeyId(bytes(KeyId.BYTES));
        Bytes claim = bytes(length(Claim.MAX_BYTES, "claim of"));
        this.manifest = new Manifest(
                space, maker, claim.length() == 0 ? Optional.<Bytes>empty() : Optional.of(claim), places(space));
    }

    private void mustBeBundle() throws IOException {
        byte[] kind = in.readNBytes(KIND.length());
        if (kind.length == 0 || !KIND.slice(0, kind.length).equals(Bytes.owned(kind))) {
            throw KithException.user(Code.USAGE, "this is no bundle of kith; kith bundle export makes them");
        }
        position = kind.length;
        if (kind.length < KIND.length()) {
            throw DamagedBundle.cutShort(position);
        }
        digest.update(kind);
    }

    private SortedMap<LogId, Manifest.Place> places(SpaceId space) throws IOException {
        SortedMap<LogId, Manifest.Place> places = new TreeMap<>();
        int count = length(MAX_LOGS, "logs");
        for (int i = 0; i < count; i++) {
            LogRoot root = root(space);
            LogId id = root.id();
            if (!places.isEmpty() && places.lastKey().compareTo(id) >= 0) {
                throw DamagedBundle.at(start, "logs out of order");
            }
            long seq = varint();
            if (seq < 1 || seq > DeltaCodec.MAX_SEQ) {
                throw DamagedBundle.at(start, "a delta past the range of numbers");
            }
            places.put(id, new Manifest.Place(root, new Frontier.Head(seq, bytes(LogId.BYTES))));
        }
        return places;
    }

    Manifest manifest() {
        return manifest;
    }

    /**
     * The next run; empty at the end, when the sum has been found to be that of all that came before.
     *
     * @throws KithException USER, FAILED where the bundle is damaged or ends too early; no more can be read of it then
     */
    Optional<Part> next() throws IOException {
        while (true) {
            int kind = bytes(1).at(0);
            switch (kind) {
                case LOG -> begin(root(manifest.space()));
                case RUN -> {
                    return Optional.of(run());
                }
                case END -> {
                    mustHaveSaid();
                    end();
                    return Optional.empty();
                }
                default -> throw DamagedBundle.at(start, "an unknown part " + (kind & 0xff));
            }
        }
    }

    private void begin(LogRoot root) {
        mustHaveSaid();
        if (!manifest.logs().containsKey(root.id())) {
            throw DamagedBundle.at(start, "a log that its beginning does not name");
        }
        if (!named.add(root.id())) {
            throw DamagedBundle.at(start, "a log that comes twice");
        }
        if (root.plane() == Plane.CONTROL
                && log.filter(before -> before.plane() == Plane.DATA).isPresent()) {
            throw DamagedBundle.at(start, "acts after data");
        }
        log = Optional.of(root);
        next = 0;
    }

    private void mustHaveSaid() {
        if (log.isPresent() && next == 0) {
            throw DamagedBundle.at(start, "a log without deltas");
        }
    }

    private Part run() throws IOException {
        LogRoot of = log.orElseThrow(() -> DamagedBundle.at(start, "deltas of a log that was not named"));
        int length = length(MAX_RUN_BYTES, "run of");
        DeltaRun run = piece(length, bytes -> {
            DeltaRun read = DeltaCodec.read(bytes);
            bytes.end();
            return read;
        });
        if (next > 0 && run.firstSeq() != next) {
            throw DamagedBundle.at(start, "runs of one log that do not connect");
        }
        next = run.lastSeq() + 1;
        return new Part(of, run, start, position);
    }

    private void end() throws IOException {
        Bytes sum = Bytes.owned(digest.digest());
        if (!bytes(SUM_BYTES).equals(sum)) {
            throw DamagedBundle.at(start, "its sum is not that of what comes before");
        }
        if (in.read() >= 0) {
            throw DamagedBundle.at(position, "bytes after its end");
        }
    }

    private LogRoot root(SpaceId space) throws IOException {
        return piece(LogRoot.BYTES, bytes -> {
            LogRoot root = LogRoot.read(bytes);
            if (!root.isFounding() && !root.space().equals(space)) {
                throw new MalformedException("a log of another space", 0);
            }
            return root;
        });
    }

    private <T> T piece(int length, Reading<T> reading) throws IOException {
        byte[] bytes = some(length);
        try {
            return reading.of(new ByteReader(bytes));
        } catch (MalformedException malformed) {
            throw DamagedBundle.at(start + malformed.offset(), malformed.what());
        }
    }

    private Bytes bytes(int length) throws IOException {
        return Bytes.owned(some(length));
    }

    private int length(int most, String what) throws IOException {
        long length = varint();
        if (length > most) {
            throw DamagedBundle.at(start, what + " " + length + " past the limit " + most);
        }
        return (int) length;
    }

    private long varint() throws IOException {
        byte[] bytes = new byte[MAX_VARINT_BYTES];
        long from = position;
        int count = 0;
        do {
            bytes[count++] = some(1)[0];
        } while ((bytes[count - 1] & MORE) != 0 && count < MAX_VARINT_BYTES);
        start = from;
        try {
            return new ByteReader(bytes, 0, count).varint();
        } catch (MalformedException malformed) {
            throw DamagedBundle.at(from, malformed.what());
        }
    }

    private byte[] some(int length) throws IOException {
        start = position;
        byte[] bytes = in.readNBytes(length);
        position += bytes.length;
        if (bytes.length < length) {
            throw DamagedBundle.cutShort(position);
        }
        digest.update(bytes);
        return bytes;
    }
}
