package kith.daemon.store;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.delta.LogId;

/** The value of a log's head. */
final class HeadCodec {
    /** A log that retractions only name: early stores numbered them too. */
    private static final int NAMED = 0;

    private static final int HELD = 1;

    private HeadCodec() {}

    static byte[] held(LogState state) {
        return new ByteWriter().u8(HELD).bytes(state.bytes()).toArray();
    }

    static void read(int number, byte[] value, LogNames into) {
        ByteReader in = new ByteReader(value);
        switch (in.u8()) {
            case NAMED -> into.name(number, new LogId(in.bytes(LogId.BYTES)));
            case HELD -> into.state(LogState.read(number, in.take(in.remaining())));
            default -> throw StoreFaults.damaged("an unknown kind of head");
        }
    }
}
