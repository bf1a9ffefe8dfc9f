package kith.cli.journey;

import static kith.cli.journey.Program.meanwhile;
import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four daemons on a network that fails, in the ways of networks: the kernel's own, not played. Whatever happened, half
 * a minute after it is well again all four hold the same.
 */
final class NamespacesIT {
    private static final String LISTEN = "0.0.0.0:7340";
    /** By then the ends of a link on which something was said ask for each other. */
    private static final int SHORT_SILENCE_SECONDS = 12;
    /** By then they have given each other up. */
    private static final int LONG_SILENCE_SECONDS = 35;

    @TempDir
    static Path folder;

    private static final List<Node> NODES = new CopyOnWriteArrayList<>();
    private static Network network;
    private static Resident ada;
    private static Resident bo;
    private static Resident cy;
    private static Resident dee;

    /** A node and where it is. */
    private record Resident(Node node, Network.Place place) {
        void writes(String thing) {
            node.update("river", "INSERT DATA { <urn:" + thing + "> <urn:p> 1 }");
        }

        boolean has(String thing) {
            return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> 1 }");
        }

        int links() {
            return node.get("/v1/peers").split("\"state\" *: *\"connected\"", -1).length - 1;
        }

        void knows(Resident other) {
            node.post(
                    "/v1/peers",
                    "{\"node\":\"" + other.node.did() + "\",\"address\":\"" + other.place.address() + ":7340\"}");
        }
    }

    @BeforeAll
    static void moveIn() {
        network = Network.laid().orElse(null);
        if (network == null) {
            return;
        }
        List<CompletableFuture<Resident>> coming =
                Stream.of("ada", "bo", "cy", "dee").map(NamespacesIT::coming).toList();
        List<Resident> all = coming.stream().map(CompletableFuture::join).toList();
        ada = all.get(0);
        bo = all.get(1);
        cy = all.get(2);
        dee = all.get(3);
        ada.node.kith("space", "create", "river", "--no-paper");
        for (Resident each : List.of(bo, cy, dee)) {
            each.node.kith("join", ada.node.kith("invite", "--can", "write").line());
        }
        bo.knows(cy);
        bo.knows(dee);
        cy.knows(dee);
    }

    /** All at once: most of a start is waiting. */
    private static CompletableFuture<Resident> coming(String name) {
        Network.Place place = network.place();
        return meanwhile(() -> resident(name, place));
    }

    private static Resident resident(String name, Network.Place place) {
        Node node = Node.initialised(folder.resolve(name), name);
        NODES.add(node);
        // Who is told by the network where others are would not have to find out.
        says(folder.resolve(name), "peer.lan = off");
        node.startIn(place.enter(), LISTEN);
        return new Resident(node, place);
    }

    static void says(Path home, String setting) {
        try {
            Files.writeString(
                    home.resolve("config"), setting + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void moveOut() {
        NODES.forEach(Node::end);
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void allIsWell() {
        assumeTrue(network != null, Network.NAMESPACES);
        until(NamespacesIT::areAllConnected);
    }

    private static boolean areAllConnected() {
        return links().equals(List.of(3, 3, 3, 3));
    }

    private static List<Integer> links() {
        return Stream.of(ada, bo, cy, dee).map(Resident::links).toList();
    }

    @AfterEach
    void heal() {
        if (network != null) {
            network.heal();
        }
    }

    /** Half a minute is all the patience there is. */
    private static void inStep(String... things) {
        until(() ->
                Stream.of(ada, bo, cy, dee).allMatch(each -> Stream.of(things).allMatch(each::has)));
        until(() -> Stream.of(ada, bo, cy, dee)
                        .map(each -> each.node.digest("river"))
                        .distinct()
                        .count()
                == 1);
    }

    @Test
    void twoHalvesOfAHouseholdGoOnApartAndAreOneAgain() {
        network.part(List.of(ada.place, bo.place), List.of(cy.place, dee.place));
        ada.writes("left");
        cy.writes("right");
        until(() -> bo.has("left") && dee.has("right"));
        assertFalse(cy.has("left") || dee.has("left") || ada.has("right") || bo.has("right"), "they are apart");

        network.heal();

        inStep("left", "right");
    }

    @Test
    void whatOneCannotTellAnotherGoesRoundByAThird() {
        ada.place.isNotHeardBy(bo.place);
        ada.writes("round");
        bo.writes("back");
        until(() -> bo.has("round") && ada.has("back"));

        network.heal();

        inStep("round", "back");
    }

    @Test
    void oneWhoHearsAllAndWhomNobodyHearsIsHeardAgain() throws InterruptedException {
        Stream.of(bo, cy, dee).forEach(each -> ada.place.isNotHeardBy(each.place));
        ada.writes("unheard");
        bo.writes("heard");
        Thread.sleep(SHORT_SILENCE_SECONDS * 1_000L);
        assertTrue(cy.has("heard") && dee.has("heard"));
        assertFalse(bo.has("unheard") || cy.has("unheard") || dee.has("unheard"), "nobody hears it");

        network.heal();

        inStep("unheard", "heard");
    }

    @Test
    void anImportGoesThroughANetworkThatLosesOnePacketOfTwenty() throws IOException {
        Network.needs("nft", "nftables");
        Stream.of(ada, bo, cy, dee).forEach(each -> each.place.loses(5));

        ada.node.kith("import", document("lost", 1_000, 40));
        bo.writes("of-bo");
        cy.writes("of-cy");
        dee.writes("of-dee");

        inStep("lost0", "lost999", "of-bo", "of-cy", "of-dee");
    }

    @Test
    void aChangeElsewhereDoesNotWaitForOneWhoseCableIsNarrow() throws IOException {
        Network.needs("tc", "iproute2");
        dee.place.narrow("1mbit");

        ada.node.kith("import", document("narrow", 1_000, 300));
        bo.writes("quick");
        until(() -> ada.has("quick") && cy.has("quick"));

        assertTrue(ada.has("narrow999"));
        assertFalse(dee.has("narrow999"), "it is still on its way through the narrow cable");
        inStep("narrow0", "narrow999", "quick");
    }

    /** The cable of one is out, and it can see that; what another says and hears is lost, and it has to find out. */
    @Test
    void whoWasAwayForLongerThanSilenceIsBorneIsThereAgain() throws InterruptedException {
        dee.place.unplug();
        network.part(List.of(cy.place), List.of(ada.place, bo.place));
        ada.writes("while-away");
        cy.writes("cut-off");
        dee.writes("unplugged");
        Thread.sleep(LONG_SILENCE_SECONDS * 1_000L);
        assertEquals(List.of(1, 1, 0, 0), links(), "both ends have noticed");
        assertFalse(cy.has("while-away") || dee.has("while-away") || ada.has("cut-off") || ada.has("unplugged"));

        network.heal();

        inStep("while-away", "cut-off", "unplugged");
    }

    @Test
    void whoHasAnotherAddressIsFoundAgainBecauseItCallsTheOthers() {
        cy.place.move();
        cy.writes("moved");
        ada.writes("stayed");

        inStep("moved", "stayed");
        until(NamespacesIT::areAllConnected);
    }

    /** Of so many things, with a text each of so many letters, by chance: what repeats itself is sent packed. */
    private static Path document(String name, int things, int letters) throws IOException {
        Random chance = new Random(1);
        String lines = IntStream.range(0, things)
                .mapToObj(i -> ("<urn:%1$s%2$d> <urn:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
                                + "<urn:%1$s%2$d> <urn:q> \"%3$s\" .\n")
                        .formatted(name, i, text(chance, letters)))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve(name + ".nt"), lines);
    }

    private static String text(Random chance, int letters) {
        return chance.ints(letters, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
