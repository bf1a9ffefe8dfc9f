package kith.daemon.sync;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;

/** Messages of a sketch and their bytes. */
final class SketchCodec {
    static final int SYMBOL_BYTES = 18;

    private SketchCodec() {}

    static void write(Message.OfSketch message, ByteWriter out) {
        switch (message) {
            case Message.Sketch(int first, List<Message.Sketch.Symbol> symbols) -> {
                out.varint(first).varint(symbols.size());
                symbols.forEach(symbol -> out.u64(symbol.tag())
                        .u8((int) (symbol.print() >>> Integer.SIZE))
                        .u32(symbol.print())
                        .u32(symbol.check())
                        .u8(symbol.count()));
            }
            case Message.More(int from) -> out.varint(from);
            case Message.Differ(boolean last, List<Bytes> tags) -> {
                out.u8(last ? 1 : 0).varint(tags.size());
                tags.forEach(out::bytes);
            }
        }
    }

    static Message sketch(ByteReader in) {
        int first = in.varint(MessageCodec.MAX_SYMBOLS, "symbols");
        int count = in.count(MessageCodec.MAX_MARKS, SYMBOL_BYTES, "symbols");
        if (count == 0 || first + count > MessageCodec.MAX_SYMBOLS) {
            throw in.malformed("a sketch of no symbols, or past its last");
        }
        List<Message.Sketch.Symbol> symbols = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long tag = in.u64();
            long print = ((long) in.u8() << Integer.SIZE) | in.u32();
            symbols.add(new Message.Sketch.Symbol(tag, print, (int) in.u32(), in.u8()));
        }
        return new Message.Sketch(first, symbols);
    }

    static Message more(ByteReader in) {
        return new Message.More(in.varint(MessageCodec.MAX_SYMBOLS, "symbols"));
    }

    static Message differ(ByteReader in) {
        int last = in.u8();
        if (last > 1) {
            throw in.malformed("a mark that is neither 0 nor 1");
        }
        int count = in.count(MessageCodec.MAX_MARKS, MessageCodec.LOG_TAG_BYTES, "tags");
        List<Bytes> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tags.add(in.bytes(MessageCodec.LOG_TAG_BYTES));
        }
        return new Message.Differ(last == 1, tags);
    }
}
