package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
    static Iterable<Vectors.Vector> published() {
        return Vectors.read("frames.txt");
    }

    @ParameterizedTest
    @MethodSource("published")
    void thePublishedFramesAreReadAndWrittenAsTheyStand(Vectors.Vector vector) {
        ByteBuffer in = ByteBuffer.wrap(vector.bytes("frame").toArray());
        if (vector.has("refused")) {
            MalformedException refused = assertThrows(MalformedException.class, () -> FrameCodec.decode(in));
            assertTrue(refused.getMessage().startsWith(vector.text("refused")), refused.getMessage());
            return;
        }
        Frame frame = new Frame(
                (int) vector.number("type"),
                (int) vector.number("channel"),
                vector.text("more").equals("yes"),
                vector.bytes("payload"));

        assertEquals(Optional.of(frame), FrameCodec.decode(in));
        assertEquals(vector.bytes("frame"), FrameCodec.encode(frame));
    }

    @Test
    void theLargestPayloadPassesAndOneByteMoreIsNoFrame() {
        Frame largest = Frame.of(0x20, 1, Bytes.of(new byte[Frame.MAX_PAYLOAD_BYTES]));

        ByteBuffer in = ByteBuffer.wrap(FrameCodec.encode(largest).view());

        assertEquals(Optional.of(largest), FrameCodec.decode(in));
        Bytes tooLong = Bytes.of(new byte[Frame.MAX_PAYLOAD_BYTES + 1]);
        assertThrows(IllegalArgumentException.class, () -> Frame.of(0x20, 1, tooLong));
        assertThrows(IllegalArgumentException.class, () -> Frame.of(256, 1, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> Frame.of(1, Frame.MAX_CHANNEL + 1, Bytes.EMPTY));
    }

    @Test
    void aFrameIsTakenOnlyWhenAllOfItIsThere() {
        Bytes whole = FrameCodec.encode(Frame.of(0x11, 3, Bytes.utf8("resume")));
        for (int length = 0; length < whole.length(); length++) {
            ByteBuffer in = ByteBuffer.wrap(whole.slice(0, length).view());
            assertEquals(Optional.empty(), FrameCodec.decode(in));
            assertEquals(0, in.position());
        }
    }

    @Test
    void aHeaderPastTheLimitIsRefusedBeforeItsPayloadIsWaitedFor() {
        byte[] header = {0x10, 0, 1, 2, 0, 0, 0, 0};
        assertThrows(MalformedException.class, () -> FrameCodec.decode(ByteBuffer.wrap(header)));
    }

    @Test
    void framesComeBackOneAfterAnother() {
        Random random = new Random(21);
        ByteBuffer stream = ByteBuffer.allocate(1 << 20);
        Frame[] sent = new Frame[500];
        for (int i = 0; i < sent.length; i++) {
            byte[] payload = new byte[random.nextInt(1000)];
            random.nextBytes(payload);
            sent[i] = new Frame(
                    random.nextInt(256),
                    random.nextInt(Frame.MAX_CHANNEL + 1),
                    random.nextBoolean(),
                    Bytes.of(payload));
            stream.put(FrameCodec.encode(sent[i]).view());
        }
        stream.flip();

        for (Frame each : sent) {
            assertEquals(Optional.of(each), FrameCodec.decode(stream));
        }
        assertEquals(Optional.empty(), FrameCodec.decode(stream));
    }

    @Test
    void randomBytesAreFramesOrRefusedAndNothingElse() {
        Random random = new Random(22);
        int frames = 0;
        for (int i = 0; i < 500_000; i++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            if (garbage.length > 8 && random.nextBoolean()) {
                Arrays.fill(garbage, 0, 2, (byte) 0);
                Arrays.fill(garbage, 4, 8, (byte) 0);
                garbage[2] &= 0x1f;
            }
            frames += framesIn(garbage);
        }
        assertTrue(frames > 10_000, "some of it was meant to be frames: " + frames);
    }

    private static int framesIn(byte[] garbage) {
        ByteBuffer in = ByteBuffer.wrap(garbage);
        int frames = 0;
        try {
            Optional<Frame> frame = FrameCodec.decode(in);
            while (frame.isPresent()) {
                int start = in.position() - frame.get().encodedBytes();
                Bytes again = FrameCodec.encode(frame.get());
                assertEquals(Bytes.of(garbage).slice(start, in.position()), again, "seed 22: one form only");
                frames++;
                frame = FrameCodec.decode(in);
            }
        } catch (MalformedException expected) {
            return frames;
        }
        return frames;
    }
}
