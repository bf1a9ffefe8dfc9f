package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a slow client is waited for; in a time that passes only when the test says so. */
final class PatienceTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private final Workers workers = new Workers();
    private EmbeddedChannel channel;
    private boolean byOwner;

    /** Lets everybody in. */
    private final Gate gate = new Gate() {
        @Override
        public void check(Channel peer, Head head) {
            // Whoever comes.
        }

        @Override
        public boolean isPatient() {
            return byOwner;
        }
    };

    @BeforeEach
    void connect() {
        DoorSettings settings = new DoorSettings(folder.resolve("s"), folder, null, OpenDoor.LIMITS);
        Router router = new Door(
                        new PlainHousehold(), name -> java.util.Optional.empty(), OpenDoor.SANDBOX, OpenDoor.LIMITS)
                .router();
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.config().setAutoRead(false);
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new FlowControlHandler())
                .addLast(new Conversation(new Conversation.House(router, workers, settings), gate));
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void disconnect() {
        channel.finishAndReleaseAll();
        workers.close();
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        channel.runPendingTasks();
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return text.toString();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() {
        pass(Conversation.FIRST_HEAD.minus(A_MOMENT));
        assertTrue(channel.isOpen());

        pass(A_MOMENT);

        assertFalse(channel.isOpen());
    }

    @Test
    void aHeadThatComesInDribsIsNotWaitedForLonger() {
        send("GET /health HTTP/1.1\r\n");
        for (int i = 0; i < 5; i++) {
            pass(Conversation.FIRST_HEAD.dividedBy(5).minus(A_MOMENT));
            send("X-Drib: " + i + "\r\n");
        }
        assertTrue(channel.isOpen());

        pass(A_MOMENT.multipliedBy(5));

        assertFalse(channel.isOpen());
    }

    @Test
    void aBodyThatComesInDribsIsGivenUp() {
        send("POST /v1/spaces HTTP/1.1\r\nContent-Length: 60000\r\n\r\n");
        send("x".repeat((int) Intake.MIN_BYTES_A_ROUND));
        pass(Intake.ROUND);
        assertEquals("", sent());

        send("x".repeat((int) Intake.MIN_BYTES_A_ROUND - 1));
        pass(Intake.ROUND);

        assertTrue(sent().startsWith("HTTP/1.1 408"));
        pass(Conversation.LINGER);
        assertFalse(channel.isOpen());
    }

    @Test
    void aBodyOfTheOwnerMayComeAsSlowlyAsItLikes() {
        byOwner = true;
        send("POST /v1/spaces HTTP/1.1\r\nContent-Length: 3\r\n\r\n");
        for (int i = 0; i < 2; i++) {
            send("x");
            pass(Intake.ROUND.multipliedBy(100));
        }

        assertEquals("", sent());
        assertTrue(channel.isOpen());
    }

    @Test
    void aRefusedClientIsGivenAMomentToReadWhy() {
        send("garbage\r\n\r\n");
        assertTrue(sent().startsWith("HTTP/1.1 400"));
        pass(Conversation.LINGER.minus(A_MOMENT));
        assertTrue(channel.isOpen());

        pass(A_MOMENT);

        assertFalse(channel.isOpen());
    }

    @Test
    void aRefusedBodyIsDroppedUpToALimit() {
        send("POST /nothing HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertTrue(sent().startsWith("HTTP/1.1 404"));
        String megabyte = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        for (int i = 0; i < 16; i++) {
            send(megabyte);
        }
        assertTrue(channel.isOpen());

        send(megabyte);

        assertFalse(channel.isOpen());
    }
}
