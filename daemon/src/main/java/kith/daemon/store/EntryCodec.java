package kith.daemon.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Entry;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.identity.Signature;

/**
 * A delta as the log column keeps it: flags, clock, link, signature if kept, dependencies, salt, payload; of an erased
 * one the length and the commitment instead of the last two.
 */
final class EntryCodec {
    private static final int CONTROL = 1;
    private static final int SIGNED = 2;
    private static final int WITHDRAWN = 4;

    private EntryCodec() {}

    static byte[] write(SignedDelta delta) {
        Entry entry = delta.entry();
        int flags = (entry.control() ? CONTROL : 0)
                | (delta.signature().isPresent() ? SIGNED : 0)
                | (entry.isWithdrawn() ? WITHDRAWN : 0);
        ByteWriter out = new ByteWriter(entry.payload().length() + 160)
                .u8(flags)
                .u64(entry.clock())
                .bytes(delta.link());
        delta.signature().ifPresent(signature -> out.bytes(signature.value()));
        out.varint(entry.deps().size());
        entry.deps().forEach(dep -> out.bytes(dep.log().value()).varint(dep.seq()));
        switch (entry.content()) {
            case Entry.Said(Bytes salt, Bytes payload) -> out.bytes(salt).bytes(payload);
            case Entry.Withdrawn left -> out.varint(left.length()).bytes(left.commitment());
        }
        return out.toArray();
    }

    /** The clock of a delta, without reading the rest. */
    static long clock(byte[] value) {
        ByteReader in = new ByteReader(value);
        in.u8();
        return in.u64();
    }

    /** The link alone, without reading what comes behind it. */
    static Bytes link(byte[] value) {
        ByteReader in = new ByteReader(value);
        in.u8();
        in.u64();
        return in.bytes(LogId.BYTES);
    }

    static SignedDelta read(Dot dot, byte[] value) {
        ByteReader in = new ByteReader(value);
        int flags = in.u8();
        long clock = in.u64();
        Bytes link = in.bytes(LogId.BYTES);
        Optional<Signature> signature = (flags & SIGNED) == 0
                ? Optional.<Signature>empty()
                : Optional.of(new Signature(in.bytes(Signature.BYTES)));
        int count = in.count(DeltaCodec.MAX_DEPS, LogId.BYTES + 1, "deps");
        List<Dot> deps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            deps.add(new Dot(new LogId(in.bytes(LogId.BYTES)), in.varint()));
        }
        Entry.Content content = (flags & WITHDRAWN) != 0
                ? new Entry.Withdrawn(
                        in.varint(DeltaCodec.MAX_PAYLOAD_BYTES, "payload of"), in.bytes(DeltaCodec.COMMITMENT_BYTES))
                : new Entry.Said(in.bytes(DeltaCodec.SALT_BYTES), in.bytes(in.remaining()));
        return new SignedDelta(dot, new Entry((flags & CONTROL) != 0, clock, deps, content), link, signature);
    }
}
