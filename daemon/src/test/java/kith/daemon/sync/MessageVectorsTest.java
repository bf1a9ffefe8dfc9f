package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Golden;
import org.junit.jupiter.api.Test;

final class MessageVectorsTest {
    private final Golden golden = Golden.open("messages.txt");

    @Test
    void everyMessageHasItsTypeAndItsPayload() {
        for (Golden.Block block : golden.blocksWith("message")) {
            Message message = message(block);

            block.expect("type", HexFormat.of().toHexDigits((byte) MessageCodec.type(message)));
            block.expect("payload", Bytes.of(MessageCodec.encode(message)));
            assertEquals(Optional.of(message), decode(block, "payload"));
        }
    }

    @Test
    void whatIsNoMessageIsRefused() {
        for (Golden.Block block : golden.blocksWith("refused")) {
            assertThrows(MalformedException.class, () -> decode(block, "refused"), block::toString);
        }
    }

    @Test
    void aSpaceHasItsTag() {
        for (Golden.Block block : golden.blocksWith("open-tag")) {
            Bytes tag = Tags.ofSpace(
                    new SpaceId(block.bytes("space")),
                    block.bytes("nonce"),
                    new KeyId(block.bytes("sender")),
                    new KeyId(block.bytes("receiver")));

            block.expect("open-tag", tag);
        }
    }

    @Test
    void aLogHasItsTag() {
        for (Golden.Block block : golden.blocksWith("log-tag")) {
            block.expect("log-tag", Tags.ofLog(new LogId(block.bytes("log")), block.bytes("nonce")));
        }
    }

    private static Optional<Message> decode(Golden.Block block, String name) {
        int type = Integer.parseInt(block.text("type"), 16);
        return MessageCodec.decode(type, block.bytes(name).toArray());
    }

    private static Message message(Golden.Block block) {
        return switch (block.text("message")) {
            case "HELLO" ->
                new Message.Hello(
                        block.bytes("nonce"), block.number("clock"), block.text("software"), block.all("address"));
            case "PING" -> new Message.Ping(block.number("number"));
            case "PONG" -> new Message.Pong(block.number("number"));
            case "CREDIT" -> new Message.Credit(block.text("kind").equals("live"), block.number("bytes"));
            case "OPEN" ->
                new Message.Open(block.bytes("tag"), block.find("claim").map(Bytes::hex));
            case "RESUME" ->
                new Message.Resume(block.number("journal"), held(block), block.bytes("root"), block.number("logs"));
            case "SKETCH" -> new Message.Sketch((int) block.number("first"), symbols(block));
            case "MORE" -> new Message.More((int) block.number("from"));
            case "DIFFER" ->
                new Message.Differ(
                        block.text("last").equals("yes"),
                        block.all("tag").stream().map(Bytes::hex).toList());
            case "MOVED" -> new Message.Moved(block.number("position"));
            case "WHICH" -> new Message.Which(indexes(block));
            case "PRUNE" -> new Message.Prune(indexes(block));
            case "VECTOR" -> new Message.Vector(plane(block), block.text("last").equals("yes"), places(block));
            case "LOGS" -> new Message.Logs(List.of(new Message.Logs.Named((int) block.number("index"), root(block))));
            case "WANT" -> new Message.Want(marks(block));
            case "NOTE" -> new Message.Note(marks(block));
            case "ACK" -> new Message.Ack(marks(block));
            case "DELTAS" -> new Message.Deltas((int) block.number("index"), false, run(block));
            case "LIVE" -> new Message.Deltas((int) block.number("index"), true, run(block));
            case "PROOF" -> new Message.Proof(root(block), run(block));
            case "ERASED" -> new Message.Erased(erased(block));
            case "REFUSED" -> new Message.Refused(block.text("why"));
            default -> throw new IllegalArgumentException(block.toString());
        };
    }

    /** {@code TAG PRINT CHECK COUNT}. */
    private static List<Message.Sketch.Symbol> symbols(Golden.Block block) {
        return block.all("symbol").stream()
                .map(text -> text.split(" ", 4))
                .map(parts -> new Message.Sketch.Symbol(
                        Long.parseUnsignedLong(parts[0], 16),
                        Long.parseLong(parts[1], 16),
                        Integer.parseUnsignedInt(parts[2], 16),
                        Integer.parseInt(parts[3])))
                .toList();
    }

    private static Optional<Journal.Place> held(Golden.Block block) {
        return block.all("held").stream()
                .map(text -> text.split(" ", 2))
                .map(parts -> new Journal.Place(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                .findFirst();
    }

    /** {@code LOG SEQ}. */
    private static Map<LogId, Long> erased(Golden.Block block) {
        Map<LogId, Long> upTo = new HashMap<>();
        block.all("erased")
                .forEach(text ->
                        upTo.put(new LogId(Bytes.hex(text.substring(0, 64))), Long.parseLong(text.substring(65))));
        return upTo;
    }

    private static List<Integer> indexes(Golden.Block block) {
        return block.all("index").stream().map(Integer::parseInt).toList();
    }

    private static Plane plane(Golden.Block block) {
        return Plane.of((int) block.number("plane")).orElseThrow();
    }

    /** {@code INDEX TAG SEQ LINK}. */
    private static List<Message.Vector.Place> places(Golden.Block block) {
        return block.all("place").stream()
                .map(text -> text.split(" ", 4))
                .map(parts -> new Message.Vector.Place(
                        Integer.parseInt(parts[0]), Bytes.hex(parts[1]), Long.parseLong(parts[2]), Bytes.hex(parts[3])))
                .toList();
    }

    /** {@code INDEX SEQ}. */
    private static List<Message.Mark> marks(Golden.Block block) {
        return block.all("mark").stream()
                .map(text -> text.split(" ", 2))
                .map(parts -> new Message.Mark(Integer.parseInt(parts[0]), Long.parseLong(parts[1])))
                .toList();
    }

    private static LogRoot root(Golden.Block block) {
        return LogRoot.read(new ByteReader(block.bytes("root")));
    }

    private static DeltaRun run(Golden.Block block) {
        return DeltaCodec.read(new ByteReader(block.bytes("run")));
    }
}
