package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.daemon.config.KeyFile;
import kith.daemon.config.NodeIdentity;
import kith.daemon.http.Household.Rotating;
import kith.daemon.replica.Change;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Self;
import kith.daemon.replica.TestNode;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Claim;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes a new device key: what the old one could do the new one can, and the old one nothing any more. */
final class RotationTest {
    private static final Rotating DONE = new Rotating(null, "", false);
    private static final Quad NAME = quad("name");
    private static final Quad PHONE = quad("phone");
    private static final Quad THEFT = quad("theft");

    @TempDir
    private Path folder;

    private final Deque<TestNode> open = new ArrayDeque<>();
    private TestNode ada;

    @BeforeEach
    void open() {
        ada = node("ada", 1);
        ada.found("river");
        KeyFile.write(file("ada"), identity(ada));
    }

    @AfterEach
    void close() {
        open.forEach(TestNode::close);
    }

    private TestNode node(String name, int number) {
        TestNode node = TestNode.open(folder.resolve(name), number);
        open.push(node);
        return node;
    }

    private static Quad quad(String field) {
        return Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing> <urn:" + field + "> '1')"));
    }

    private Path file(String name) {
        return folder.resolve(name).resolve("device.key");
    }

    private static NodeIdentity identity(TestNode node) {
        return new NodeIdentity(
                node.person(),
                node.self().device(),
                node.self().certificate(),
                node.self().name());
    }

    private Rotation of(TestNode node, String name) {
        return new Rotation(node.replicas(), identity(node), file(name), node.machine());
    }

    private TestNode restarted(String name, TestNode before) {
        before.close();
        open.remove(before);
        NodeIdentity keys = KeyFile.read(file(name)).open(null);
        TestNode node = TestNode.open(
                folder.resolve(name), new Self(keys.device(), keys.person(), keys.certificate(), keys.name()));
        open.push(node);
        return node;
    }

    private static void write(Replica replica, Quad quad) {
        Promises.kept(replica.write(new Change(List.of(quad), List.of(), Optional.empty(), false))
                .durable());
    }

    private static Optional<Level> level(Replica replica, KeyId device) {
        return replica.authority().grantOf(device).map(Grant::level);
    }

    private KeyId inFile(String name) {
        return KeyFile.read(file(name)).certificate().device();
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    /** A device of ada's, which holds no key of hers. */
    private TestNode phone() {
        TestNode phone = node("phone", 2);
        KeyFile.write(file("phone"), identity(phone));
        Members members = new Members(ada.replica(), identity(ada), ada.machine(), List.of("127.0.0.1:7340"));
        String text =
                members.inviteDevice(Duration.ofHours(1), false).get("ticket").getAsString();
        Ticket ticket = Ticket.parse(text);
        phone.replicas().join(ticket, text);
        members.admit(
                Claim.make(
                                ticket,
                                phone.self().certificate(),
                                "phone",
                                phone.self().device())
                        .text(),
                false);
        phone.pullFrom(ada);
        return phone;
    }

    @Test
    void theNewKeyHasTheRightOfTheOldOneFromTheNextStartOn() {
        write(ada.replica(), NAME);
        KeyId old = ada.self().node();

        JsonObject told = of(ada, "ada").rotate(DONE);

        KeyId fresh = inFile("ada");
        assertEquals(fresh.did(), told.get("now").getAsString());
        assertNotEquals(old, fresh);
        assertEquals(Optional.empty(), level(ada.replica(), old));
        assertEquals(Optional.of(Level.OWNER), level(ada.replica(), fresh));
        assertEquals(Code.NOT_ALLOWED, refused(() -> write(ada.replica(), PHONE)));

        TestNode again = restarted("ada", ada);
        write(again.replica(), PHONE);
        assertTrue(again.shows(NAME) && again.shows(PHONE));
    }

    @Test
    void aKeyMayBeChangedAgainAfterAStart() {
        of(ada, "ada").rotate(DONE);
        TestNode second = restarted("ada", ada);
        write(second.replica(), NAME);

        of(second, "ada").rotate(DONE);

        TestNode third = restarted("ada", second);
        write(third.replica(), PHONE);
        assertTrue(third.shows(NAME) && third.shows(PHONE));
        assertEquals(Optional.empty(), level(third.replica(), second.self().node()));
    }

    @Test
    void whatTheOldKeySaysLaterIsVoid() {
        write(ada.replica(), NAME);
        SpaceId river = ada.replica().id();
        TestNode thief = node("thief", 1);
        thief.guesses(river);
        thief.pullFrom(ada);

        of(ada, "ada").rotate(DONE);
        write(thief.replica(), THEFT);
        TestNode again = restarted("ada", ada);
        again.pullFrom(thief);

        assertTrue(thief.shows(THEFT));
        assertTrue(again.shows(NAME));
        assertFalse(again.shows(THEFT));
    }

    @Test
    void everyRightOfTheDeviceIsCarriedOver() {
        TestNode bo = node("bo", 3);
        bo.joinThrough(ada, Level.WRITER);
        KeyFile.write(file("bo"), identity(bo));
        ada.replica()
                .act(new Act.Give(bo.self().certificate(), "bo", Allowance.of(Level.ADMIN), Set.of()))
                .join();
        bo.pullFrom(ada);

        of(bo, "bo").rotate(DONE);

        KeyId fresh = inFile("bo");
        List<Level> levels = bo.replica().authority().grants().stream()
                .filter(grant ->
                        grant.device().equals(fresh) && bo.replica().authority().isStanding(grant.id()))
                .map(Grant::level)
                .sorted()
                .toList();
        assertEquals(List.of(Level.WRITER, Level.ADMIN).stream().sorted().toList(), levels);
        assertEquals(Optional.empty(), level(bo.replica(), bo.self().node()));
    }

    @Test
    void aDryRunTellsWhereAndChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(file("ada"));
        int grants = ada.replica().authority().grants().size();

        JsonObject told = of(ada, "ada").rotate(new Rotating(null, "", true));

        assertTrue(told.get("says").toString().contains("space river: the new key becomes owner"), told.toString());
        assertFalse(told.has("now"));
        assertEquals(grants, ada.replica().authority().grants().size());
        assertTrue(Arrays.equals(before, Files.readAllBytes(file("ada"))));
    }

    @Test
    void sealedKeysWantTheirPassphraseAndStaySealed() throws IOException {
        Files.delete(file("ada"));
        KeyFile.write(file("ada"), identity(ada), "over the hills".toCharArray(), new SecureRandom());
        Rotation rotation = of(ada, "ada");
        KeyId old = ada.self().node();

        assertEquals(Code.NOT_ALLOWED, refused(() -> rotation.rotate(DONE)));
        assertEquals(Code.NOT_ALLOWED, refused(() -> rotation.rotate(new Rotating("over the hill", "", false))));
        assertEquals(old, inFile("ada"));
        assertEquals(1, ada.replica().authority().grants().size(), "nobody was let in for nothing");

        rotation.rotate(new Rotating("over the hills", "", false));

        KeyFile file = KeyFile.read(file("ada"));
        assertTrue(file.isSealed());
        assertEquals(
                Optional.of(Level.OWNER),
                level(ada.replica(), file.open("over the hills".toCharArray()).node()));
    }

    @Test
    void aDeviceWithoutTheKeyOfItsPersonIsRefused() {
        TestNode phone = phone();

        assertEquals(Code.NOT_ALLOWED, refused(() -> of(phone, "phone").rotate(new Rotating(null, "", true))));
        assertEquals(Code.NOT_ALLOWED, refused(() -> of(phone, "phone").rotate(new Rotating(null, "river", false))));
        assertEquals(phone.self().node(), inFile("phone"));
    }

    @Test
    void aSpaceThatCannotBeCarriedOverIsLeftOnlyWhenThatWasAgreedTo() {
        TestNode phone = phone();
        Replica river = phone.replica();
        phone.found("brook");
        Replica brook = phone.replicas().named("brook").orElseThrow();

        JsonObject plan = of(phone, "phone").rotate(new Rotating(null, "", true));
        assertTrue(plan.get("says").toString().contains("space river: CANNOT be carried over"), plan.toString());
        assertEquals(Code.CONFLICT, refused(() -> of(phone, "phone").rotate(DONE)));
        assertEquals(phone.self().node(), inFile("phone"));

        of(phone, "phone").rotate(new Rotating(null, "river", false));

        assertEquals(Optional.empty(), level(river, phone.self().node()), "the old key may nothing there");
        assertEquals(Optional.of(Level.OWNER), level(brook, inFile("phone")));
    }

    @Test
    void whereTheFileCannotBeWrittenTheOldKeyKeepsItsRight() throws IOException {
        Files.createDirectories(file("ada").resolveSibling("device.key.new").resolve("in-the-way"));

        assertEquals(Code.FAILED, refused(() -> of(ada, "ada").rotate(DONE)));

        assertEquals(ada.self().node(), inFile("ada"));
        write(ada.replica(), NAME);
        assertTrue(ada.shows(NAME));
    }

    @Test
    void untilTheNextStartNothingIsBegunThatTheOldKeyWouldOwn() {
        Rotation rotation = of(ada, "ada");
        assertEquals("made", rotation.whileCurrent(() -> "made"));

        rotation.rotate(DONE);

        assertEquals(Code.CONFLICT, refused(() -> rotation.whileCurrent(() -> "made")));
        assertEquals(Code.CONFLICT, refused(() -> rotation.rotate(DONE)));
    }
}
