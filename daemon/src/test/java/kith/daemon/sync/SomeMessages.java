package kith.daemon.sync;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;

/** One of every kind of message, and any. */
final class SomeMessages {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");

    private SomeMessages() {}

    static Message any(Gen gen) {
        return gen.pick(all(gen));
    }

    static List<Message> all(Gen gen) {
        return List.of(
                new Message.Hello(
                        gen.bytes(MessageCodec.NONCE_BYTES),
                        gen.magnitude(62),
                        brief(gen, MessageCodec.MAX_SOFTWARE_BYTES),
                        gen.list(0, MessageCodec.MAX_ADDRESSES, () -> brief(gen, MessageCodec.MAX_ADDRESS_BYTES))),
                new Message.Ping(gen.fromLong(Long.MIN_VALUE, Long.MAX_VALUE - 1)),
                new Message.Pong(gen.magnitude(63)),
                new Message.Credit(gen.coin(), gen.magnitude(32)),
                new Message.Open(
                        gen.bytes(MessageCodec.TAG_BYTES),
                        gen.coin() ? Optional.of(gen.bytes(gen.from(1, Claim.MAX_BYTES))) : Optional.<Bytes>empty()),
                new Message.Resume(
                        1 + gen.magnitude(62), held(gen), gen.bytes(MessageCodec.ROOT_BYTES), gen.magnitude(32)),
                new Message.Sketch(gen.from(0, MessageCodec.MAX_SYMBOLS - 20), gen.list(1, 20, () -> symbol(gen))),
                new Message.More(gen.from(0, MessageCodec.MAX_SYMBOLS)),
                new Message.Differ(gen.coin(), gen.list(0, 20, () -> gen.bytes(MessageCodec.LOG_TAG_BYTES))),
                new Message.Moved(gen.magnitude(62)),
                new Message.Which(gen.list(0, 20, () -> index(gen))),
                new Message.Vector(gen.pickOf(Plane.values()), gen.coin(), gen.list(0, 20, () -> place(gen))),
                new Message.Logs(gen.list(0, 5, () -> new Message.Logs.Named(index(gen), root(gen)))),
                new Message.Want(marks(gen)),
                new Message.Note(marks(gen)),
                new Message.Ack(marks(gen)),
                new Message.Deltas(index(gen), gen.coin(), run(gen)),
                new Message.Proof(root(gen), run(gen)),
                new Message.Prune(gen.list(0, 20, () -> index(gen))),
                new Message.Erased(erased(gen)),
                new Message.Refused(brief(gen, MessageCodec.MAX_TEXT_BYTES)));
    }

    private static Optional<Journal.Place> held(Gen gen) {
        return gen.coin()
                ? Optional.of(new Journal.Place(1 + gen.magnitude(62), gen.magnitude(62)))
                : Optional.<Journal.Place>empty();
    }

    private static Message.Sketch.Symbol symbol(Gen gen) {
        return new Message.Sketch.Symbol(
                gen.fromLong(Long.MIN_VALUE, Long.MAX_VALUE - 1),
                gen.magnitude(40),
                (int) gen.magnitude(32),
                gen.from(0, 255));
    }

    private static String brief(Gen gen, int maxBytes) {
        String text = gen.text(20);
        return text.getBytes(StandardCharsets.UTF_8).length <= maxBytes ? text : "";
    }

    private static Message.Vector.Place place(Gen gen) {
        return new Message.Vector.Place(
                index(gen),
                gen.bytes(MessageCodec.LOG_TAG_BYTES),
                gen.magnitude(62),
                gen.bytes(MessageCodec.LINK_BYTES));
    }

    private static List<Message.Mark> marks(Gen gen) {
        return gen.list(0, 30, () -> new Message.Mark(index(gen), gen.magnitude(62)));
    }

    private static Map<LogId, Long> erased(Gen gen) {
        Map<LogId, Long> upTo = new HashMap<>();
        gen.list(0, 5, () -> SomeDeltas.log(gen)).forEach(log -> upTo.put(log, gen.magnitude(62)));
        return upTo;
    }

    private static int index(Gen gen) {
        return (int) Math.min(MessageCodec.MAX_INDEX, gen.magnitude(17));
    }

    private static LogRoot root(Gen gen) {
        return SomeDeltas.root(gen, AUTHOR, gen.pickOf(Plane.values()));
    }

    private static DeltaRun run(Gen gen) {
        LogRoot root = root(gen);
        LogHead head = SomeDeltas.head(gen, root);
        return SomeDeltas.withdrawn(gen, head, SomeDeltas.chain(gen, root, head, AUTHOR));
    }
}
