package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;

/** What comes on a connection, before anybody knows from whom. */
enum WireDecoder implements Decoding {
    FRAMES {
        @Override
        public byte[] good(Gen gen) {
            ByteWriter out = new ByteWriter();
            for (int i = gen.from(1, 3); i > 0; i--) {
                Bytes payload = gen.bytes(gen.from(0, 40));
                out.bytes(FrameCodec.encode(
                        new Frame(gen.from(0, Frame.MAX_TYPE), gen.from(0, Frame.MAX_CHANNEL), gen.coin(), payload)));
            }
            return out.toArray();
        }

        @Override
        public void take(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int at = 0;
            for (Optional<Frame> frame = FrameCodec.decode(in); frame.isPresent(); frame = FrameCodec.decode(in)) {
                assertEquals(Bytes.owned(bytes).slice(at, in.position()), FrameCodec.encode(frame.get()));
                at = in.position();
            }
        }
    },
    /** Of a proxy that wants a password or does not; however the network cuts it, the same comes of it. */
    SOCKS {
        @Override
        public byte[] good(Gen gen) {
            ByteWriter out = new ByteWriter().u8(5);
            if (gen.coin()) {
                out.u8(2).u8(1).u8(0);
            } else {
                out.u8(0);
            }
            out.u8(5).u8(0).u8(0);
            switch (gen.from(0, 2)) {
                case 0 -> out.u8(1).bytes(gen.bytes(4));
                case 1 -> out.u8(4).bytes(gen.bytes(16));
                default -> {
                    Bytes name = gen.bytes(gen.from(0, 255));
                    out.u8(3).u8(name.length()).bytes(name);
                }
            }
            return out.u16(gen.from(0, 65_535))
                    .bytes(gen.bytes(gen.from(0, 20)))
                    .toArray();
        }

        @Override
        public void take(byte[] bytes) {
            Proxied whole = Proxied.answered(bytes, bytes.length);
            assertEquals(whole, Proxied.answered(bytes, 1));
            if (!whole.isThrough()) {
                throw new MalformedException(whole.said(), 0);
            }
        }
    };

    /** What came of the answers of a proxy. */
    private record Proxied(boolean isThrough, String said, Bytes passedOn) {
        /** Answers of at most so many bytes lead through. */
        private static final int LONGEST = 2 + 2 + 262;

        private static final InetSocketAddress PLACE = InetSocketAddress.createUnresolved("a.example", 7_340);

        static Proxied answered(byte[] bytes, int stride) {
            StringBuilder said = new StringBuilder();
            Ways.Proxy proxy = new Ways.Proxy(
                    InetSocketAddress.createUnresolved("proxy.example", 9_050),
                    new Ways.Login("ada", "secret"),
                    false,
                    Duration.ofSeconds(30));
            EmbeddedChannel channel = new EmbeddedChannel(new SocksHandler(
                    proxy, PLACE, () -> said.append("through"), fault -> said.append(fault.getMessage())));
            int at = 0;
            while (at < bytes.length && channel.isOpen()) {
                int length = at < LONGEST ? Math.min(stride, bytes.length - at) : bytes.length - at;
                channel.writeInbound(Unpooled.wrappedBuffer(bytes, at, length));
                at += length;
            }
            ByteWriter passedOn = new ByteWriter();
            for (ByteBuf each = channel.readInbound(); each != null; each = channel.readInbound()) {
                byte[] some = new byte[each.readableBytes()];
                each.readBytes(some).release();
                passedOn.bytes(some);
            }
            channel.finishAndReleaseAll();
            // Who hangs up in the middle of its answer says one thing more.
            return new Proxied(said.toString().equals("through"), said.toString(), passedOn.toBytes());
        }
    }
}
