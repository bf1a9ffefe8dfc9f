package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.testkit.Golden;
import org.junit.jupiter.api.Test;

/** One short log, delta by delta: headers, links, signatures, and the run in which it travels. */
final class DeltaVectorsTest {
    private final Golden golden = Golden.open("log.txt");
    private final Golden.Block about = golden.blocksWith("root").getFirst();
    private final SigningKey author = SigningKey.fromSeed(about.bytes("author-seed"));
    private final LogRoot root = new LogRoot(
            new SpaceId(about.bytes("space")),
            author.id(),
            about.bytes("incarnation"),
            Plane.of((int) about.number("plane")).orElseThrow(),
            new GrantId(about.bytes("grant")));

    @Test
    void aLogHasItsId() {
        about.expect("root", Bytes.of(root.bytes()));
        about.expect("log", root.id().value());
        assertEquals(root, LogRoot.read(new ByteReader(about.bytes("root"))));
    }

    @Test
    void aFoundingLogHasItsId() {
        Golden.Block block = golden.blocksWith("founding-log").getFirst();
        LogRoot founding = LogRoot.founding(new KeyId(block.bytes("founder")), block.bytes("incarnation"));

        block.expect("founding-log", founding.id().value());
    }

    @Test
    void everyDeltaHasItsHeaderLinkAndSignature() {
        LogHead head = LogHead.start(root.id());
        for (Golden.Block block : golden.blocksWith("clock")) {
            VerifiedDelta delta = DeltaCodec.sign(root, head, entry(block), author);

            block.expect("header", DeltaCodec.header(delta.dot().seq(), delta.entry()));
            block.expect("link", delta.delta().link());
            block.expect("signature", delta.delta().signature().orElseThrow().value());
            head = LogHead.of(delta.delta());
        }
    }

    @Test
    void theLogTravelsAsItsRun() {
        Golden.Block block = golden.blocksWith("run").getFirst();
        List<VerifiedDelta> chain = chain();
        DeltaRun run = new DeltaRun(
                1,
                root.id().value(),
                chain.stream().map(VerifiedDelta::entry).toList(),
                chain.getLast().delta().signature().orElseThrow());
        ByteWriter out = new ByteWriter();
        DeltaCodec.write(run, out);

        block.expect("run", out.toBytes());
        DeltaRun read = DeltaCodec.read(new ByteReader(block.bytes("run")));
        VerifyingKey key = VerifyingKey.of(author.id()).orElseThrow();
        assertEquals(
                chain.getLast().delta(),
                DeltaCodec.verify(root, key, LogHead.start(root.id()), read)
                        .getLast()
                        .delta());
    }

    @Test
    void anErasedDeltaTravelsWithoutItsPayload() {
        Golden.Block block = golden.blocksWith("erased").getFirst();
        List<VerifiedDelta> chain = chain();
        int erased = (int) block.number("erased") - 1;
        chain.set(erased, chain.get(erased).withdrawn());
        DeltaRun run = new DeltaRun(
                1,
                root.id().value(),
                chain.stream().map(VerifiedDelta::entry).toList(),
                chain.getLast().delta().signature().orElseThrow());
        ByteWriter out = new ByteWriter();
        DeltaCodec.write(run, out);

        block.expect("erased-run", out.toBytes());
        VerifyingKey key = VerifyingKey.of(author.id()).orElseThrow();
        DeltaRun read = DeltaCodec.read(new ByteReader(block.bytes("erased-run")));
        assertEquals(
                chain.getLast().delta(),
                DeltaCodec.verify(root, key, LogHead.start(root.id()), read)
                        .getLast()
                        .delta());
    }

    @Test
    void aRunIsReadUpToItsLimitAndRefusedPastIt() {
        for (Golden.Block block : golden.blocksWith("lengths")) {
            Bytes run = ofLengths(block.text("lengths").split(" "));

            block.expect("run-hash", Bytes.sha256(run.view()));
            if (block.text("read").equals("yes")) {
                DeltaCodec.read(new ByteReader(run));
            } else {
                assertThrows(MalformedException.class, () -> DeltaCodec.read(new ByteReader(run)), block::toString);
            }
        }
    }

    private Bytes ofLengths(String... lengths) {
        List<Entry> entries = new ArrayList<>();
        for (String length : lengths) {
            entries.add(new Entry(
                    false,
                    entries.size() + 1L,
                    List.of(),
                    Bytes.owned(new byte[DeltaCodec.SALT_BYTES]),
                    Bytes.owned(new byte[Integer.parseInt(length)])));
        }
        Signature none = new Signature(Bytes.owned(new byte[Signature.BYTES]));
        ByteWriter out = new ByteWriter();
        DeltaCodec.write(new DeltaRun(1, root.id().value(), entries, none), out);
        return out.toBytes();
    }

    @Test
    void aFrontierHasItsRoot() {
        for (Golden.Block block : Golden.open("frontiers.txt").blocksWith("logs")) {
            TreeMap<LogId, Frontier.Head> heads = new TreeMap<>();
            for (long i = 1; i <= block.number("logs"); i++) {
                heads.put(
                        new LogId(Bytes.sha256(Bytes.utf8("log " + i).view())),
                        new Frontier.Head(
                                i * i, Bytes.sha256(Bytes.utf8("link " + i).view())));
            }

            block.expect("frontier", new Frontier(heads).root());
        }
    }

    private List<VerifiedDelta> chain() {
        List<VerifiedDelta> chain = new ArrayList<>();
        LogHead head = LogHead.start(root.id());
        for (Golden.Block block : golden.blocksWith("clock")) {
            VerifiedDelta delta = DeltaCodec.sign(root, head, entry(block), author);
            chain.add(delta);
            head = LogHead.of(delta.delta());
        }
        return chain;
    }

    private static Entry entry(Golden.Block block) {
        List<Dot> deps = block.all("dep").stream()
                .map(text -> new Dot(new LogId(Bytes.hex(text.substring(0, 64))), Long.parseLong(text.substring(65))))
                .toList();
        return new Entry(false, block.number("clock"), deps, block.bytes("salt"), block.bytes("payload"));
    }
}
