package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Golden;
import kith.ontology.testkit.Written;
import kith.ontology.vocab.Policy;
import org.junit.jupiter.api.Test;

final class ActVectorsTest {
    private final Golden golden = Golden.open("acts.txt");

    @Test
    void aTicketHasItsTextAndItsKey() {
        for (Golden.Block block : golden.blocksWith("ticket")) {
            Ticket ticket = ticket(block);

            block.expect("ticket-key", ticket.key().id().key());
            block.expect("ticket", ticket.text());
            assertEquals(ticket, Ticket.parse(block.text("ticket")));
        }
    }

    @Test
    void aClaimHasItsBytes() {
        for (Golden.Block block : golden.blocksWith("claim")) {
            Claim claim = claim(block);

            block.expect("claim", claim.bytes());
            assertEquals(claim, Claim.read(block.bytes("claim")));
            assertTrue(Claim.read(block.bytes("claim")).holds());
        }
    }

    @Test
    void everyActHasItsPayload() {
        for (Golden.Block block : golden.blocksWith("act")) {
            Act act = act(block);

            block.expect("payload", ActCodec.encode(act));
            assertEquals(Optional.of(act), ActCodec.decode(block.bytes("payload")));
        }
    }

    private static Act act(Golden.Block block) {
        return switch (block.text("act")) {
            case "genesis" ->
                new Act.Genesis(
                        block.text("name"),
                        certificate(block),
                        block.find("paper").map(Bytes::hex).map(KeyId::new),
                        block.find("quorum").map(Integer::parseInt).orElse(0),
                        block.find("succeeds").map(Bytes::hex).map(SpaceId::new));
            case "invite" ->
                new Act.Invite(
                        new KeyId(block.bytes("ticket-key")),
                        allowance(block),
                        block.number("expires"),
                        links(block, "lifts"));
            case "admit" -> new Act.Admit(Claim.read(block.bytes("admitted")), block.bytes("invitation"));
            case "give" ->
                new Act.Give(certificate(block), block.text("name"), allowance(block), links(block, "lifts"));
            case "enrol" -> new Act.Enrol(certificate(block), block.text("name"));
            case "cut" ->
                new Act.Cut(
                        new GrantId(block.bytes("grant")),
                        block.has("whole"),
                        kept(block, "kept"),
                        block.find("reason").orElse(""));
            case "ban" ->
                new Act.Ban(
                        new KeyId(block.bytes("banned")),
                        kept(block, "kept"),
                        block.find("reason").orElse(""));
            case "vote" -> new Act.Vote(certificate(block), block.text("name"));
            case "succession" -> new Act.Succession(new SpaceId(block.bytes("space")));
            default -> ofContent(block);
        };
    }

    private static Act ofContent(Golden.Block block) {
        return switch (block.text("act")) {
            case "close" -> new Act.Close(kept(block, "ends"));
            case "branch" -> branch(block);
            case "erase" -> new Act.Erase(kept(block, "erased"), restated(block));
            case "rule" ->
                new Act.Rule(
                        name(block.text("predicate")),
                        block.find("class").map(ActVectorsTest::name),
                        Policy.valueOf(block.text("policy").toUpperCase(Locale.ROOT)),
                        links(block, "replaces"));
            case "shape" ->
                new Act.Shape(
                        block.text("name"),
                        block.all("assert").stream().map(Written::quad).collect(Collectors.toSet()),
                        links(block, "replaces"));
            default -> throw new IllegalArgumentException(block.toString());
        };
    }

    private static Act.Branch branch(Golden.Block block) {
        SigningKey author = SigningKey.fromSeed(block.bytes("author-seed"));
        LogRoot root = new LogRoot(
                new SpaceId(block.bytes("space")),
                author.id(),
                block.bytes("incarnation"),
                Plane.CONTROL,
                new GrantId(block.bytes("grant")));
        Entry entry = new Entry(true, block.number("clock"), List.of(), block.bytes("salt"), block.bytes("said"));
        LogHead start = LogHead.start(root.id());
        SignedDelta delta = DeltaCodec.sign(root, start, entry, author).delta();
        return new Act.Branch(
                root,
                new DeltaRun(1, start.link(), List.of(entry), delta.signature().orElseThrow()));
    }

    private static Allowance allowance(Golden.Block block) {
        int deeds = block.find("deeds").map(Integer::parseInt).orElse(7);
        Scope.Deed[] all = Scope.Deed.values();
        Scope scope = new Scope(
                Set.copyOf(block.all("graph")),
                Set.copyOf(block.all("subject")),
                Set.copyOf(block.all("predicate")),
                IntStream.range(0, all.length)
                        .filter(bit -> (deeds & 1 << bit) != 0)
                        .mapToObj(bit -> all[bit])
                        .collect(Collectors.toSet()));
        long quota = block.find("quota").map(Long::parseLong).orElse(Allowance.UNLIMITED);
        return new Allowance(Level.valueOf(block.text("level")), scope, quota);
    }

    private static Set<Bytes> links(Golden.Block block, String name) {
        return block.all(name).stream().map(Bytes::hex).collect(Collectors.toSet());
    }

    private static List<Cutoff> kept(Golden.Block block, String name) {
        return block.all(name).stream()
                .map(line -> line.split(" ", 2))
                .map(parts -> new Cutoff(dot(parts[0]), Bytes.hex(parts[1])))
                .toList();
    }

    private static Map<Dot, SortedSet<Integer>> restated(Golden.Block block) {
        return block.all("restated").stream()
                .map(line -> line.split(" \\| ", 2))
                .collect(Collectors.toMap(
                        parts -> dot(parts[0]),
                        parts -> Stream.of(parts[1].split(" ", -1))
                                .map(Integer::parseInt)
                                .collect(Collectors.toCollection(TreeSet::new))));
    }

    private static Dot dot(String text) {
        String[] parts = text.split("/", 2);
        return new Dot(new LogId(Bytes.hex(parts[0])), Long.parseLong(parts[1]));
    }

    private static String name(String term) {
        return Written.term(term).getURI();
    }

    private static Ticket ticket(Golden.Block block) {
        return new Ticket(
                block.bytes("ticket-seed"),
                new SpaceId(block.bytes("space")),
                block.text("space-name"),
                new KeyId(block.bytes("node")),
                block.all("address"));
    }

    private static Claim claim(Golden.Block block) {
        SigningKey device = SigningKey.fromSeed(block.bytes("device-seed"));
        return Claim.make(ticket(block), certificate(block), block.text("name"), device);
    }

    private static DeviceCertificate certificate(Golden.Block block) {
        SigningKey person = SigningKey.fromSeed(block.bytes("person-seed"));
        Bytes device = block.bytes("device-seed");
        return DeviceCertificate.issue(person, SigningKey.fromSeed(device).id(), block.number("issued"));
    }
}
