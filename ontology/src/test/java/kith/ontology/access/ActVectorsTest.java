package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Golden;
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
            case "genesis" -> new Act.Genesis(block.text("name"), certificate(block));
            case "invite" ->
                new Act.Invite(
                        new KeyId(block.bytes("ticket-key")),
                        Level.valueOf(block.text("level")),
                        block.number("expires"));
            case "admit" -> new Act.Admit(Claim.read(block.bytes("admitted")), block.bytes("invitation"));
            default -> throw new IllegalArgumentException(block.toString());
        };
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
