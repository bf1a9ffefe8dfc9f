package kith.daemon.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerBookTest {
    private static final Address PLACE = Address.parse("192.0.2.7:7340");

    @TempDir
    Path folder;

    @Test
    void whoWasMetIsRememberedTheSurestPlaceFirst() {
        PeerBook book = PeerBook.open(folder.resolve("peers"));
        book.add(node(1), PLACE);
        book.add(node(1), Address.parse("[2001:db8::7]:1"));
        book.saw(node(1), Optional.of(PLACE), 77);

        PeerBook again = PeerBook.open(folder.resolve("peers"));

        assertEquals(book.all(), again.all());
        assertEquals(PLACE, again.known(node(1)).orElseThrow().addresses().getFirst());
        assertEquals(77, again.known(node(1)).orElseThrow().lastSeenMillis());
    }

    @Test
    void aNodeHasEightPlacesTheLatestFirst() {
        PeerBook book = PeerBook.open(folder.resolve("peers"));
        for (int port = 1; port <= PeerBook.MAX_ADDRESSES + 1; port++) {
            book.add(node(1), new Address("h", port));
        }

        assertEquals(
                IntStream.iterate(PeerBook.MAX_ADDRESSES + 1, port -> port > 1, port -> port - 1)
                        .mapToObj(port -> new Address("h", port))
                        .toList(),
                book.known(node(1)).orElseThrow().addresses());
    }

    @Test
    void aBookThatIsFullTakesNobodyNew() throws IOException {
        PeerBook book = full("peers");
        KeyId oneMore = node(PeerBook.MAX_PEERS);

        assertEquals(PeerBook.MAX_PEERS, book.all().size());
        assertFalse(book.hasRoomFor(oneMore));
        assertEquals(
                Code.REJECTED,
                assertThrows(KithException.class, () -> book.add(oneMore, PLACE))
                        .code());
        assertTrue(book.hasRoomFor(node(7)));
        book.add(node(7), new Address("elsewhere", 1));
        assertEquals(2, book.known(node(7)).orElseThrow().addresses().size());
    }

    // The book only remembers where others were; a home whose power was cut must start all the same.
    @Test
    void aTornOrForeignLineIsLeftOutAndTheOthersStay() throws IOException {
        Path file = folder.resolve("peers");
        PeerBook.open(file).add(node(1), PLACE);
        String torn = node(2).did().substring(0, 20);
        Files.writeString(file, "what is this\n\n" + node(2).did() + " nowhere 0\n" + torn, StandardOpenOption.APPEND);
        Files.write(file, new byte[] {'\n', (byte) 0xff, 0, (byte) 0xc3}, StandardOpenOption.APPEND);

        PeerBook book = PeerBook.open(file);
        book.add(node(3), PLACE);

        assertEquals(List.of(PLACE), book.known(node(1)).orElseThrow().addresses());
        assertEquals(2, Files.readAllLines(file).size());
        assertFalse(Files.exists(folder.resolve("peers.new")));
    }

    @Test
    void aFileLargerThanAnyOfOursIsRefused() throws IOException {
        Path file = folder.resolve("peers");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(16L * 1024 * 1024 + 1);
        }

        assertThrows(KithException.class, () -> PeerBook.open(file));
    }

    @Test
    void whoIsMetIsRememberedWithAndWithoutAPlace() {
        PeerBook book = PeerBook.open(folder.resolve("peers"));
        book.met(node(1), List.of(), 5);
        book.met(node(2), List.of(PLACE), 6);
        book.met(node(2), List.of(new Address("new", 2)), 7);

        PeerBook again = PeerBook.open(folder.resolve("peers"));

        assertEquals(book.all(), again.all());
        assertEquals(5, again.known(node(1)).orElseThrow().lastSeenMillis());
        assertEquals(
                List.of(new Address("new", 2)),
                again.known(node(2)).orElseThrow().addresses());
    }

    @Test
    void whatAPeerSaysOfItselfComesAfterWhatAUserSaid() {
        PeerBook book = PeerBook.open(folder.resolve("peers"));
        book.add(node(1), PLACE);

        book.met(node(1), List.of(new Address("said", 2)), 5);

        PeerBook.Known known = book.known(node(1)).orElseThrow();
        assertEquals(List.of(PLACE, new Address("said", 2)), known.addresses());
        assertFalse(known.met());
    }

    @Test
    void thoseOnlyMetAreForgottenBeforeAnybodyElse() throws IOException {
        PeerBook book = PeerBook.open(folder.resolve("peers"));
        book.add(node(0), PLACE);
        for (int i = 1; i <= PeerBook.MAX_MET + 1; i++) {
            book.met(node(i), List.of(), i);
        }
        assertEquals(1 + PeerBook.MAX_MET, book.all().size());
        assertTrue(book.known(node(0)).isPresent());
        assertTrue(book.known(node(1)).isEmpty(), "not seen for longest");

        PeerBook full = full("full");
        full.met(node(PeerBook.MAX_PEERS), List.of(PLACE), 1);
        assertTrue(full.known(node(PeerBook.MAX_PEERS)).isEmpty(), "no room, and no error");
    }

    @Test
    void thatANodeIsBlockedLastsAndIsNeverForgottenForOthers() {
        PeerBook book = PeerBook.open(folder.resolve("peers"));
        book.add(node(1), PLACE);
        book.block(node(1), "l\u00f6st, 100 % \n sure", 7);
        book.block(node(2), "", 8);
        book.saw(node(1), Optional.of(PLACE), 77);
        for (int i = 3; i <= 3 + PeerBook.MAX_MET; i++) {
            book.met(node(i), List.of(), i);
        }

        PeerBook again = PeerBook.open(folder.resolve("peers"));

        assertEquals(book.all(), again.all());
        assertEquals(
                new PeerBook.Block(7, "l\u00f6st, 100 % \n sure"),
                again.known(node(1)).orElseThrow().block());
        assertTrue(again.isBlocked(node(2)));
        assertTrue(again.unblock(node(2)));
        assertFalse(again.unblock(node(2)));
        assertFalse(PeerBook.open(folder.resolve("peers")).isBlocked(node(2)));
    }

    @Test
    void whatAnEarlierVersionDoesNotKnowHasLinesOfItsOwn() throws IOException {
        Path file = folder.resolve("peers");
        PeerBook book = PeerBook.open(file);
        book.add(node(1), PLACE, PeerBook.Source.TICKET);
        book.block(node(1), "lost", 7);

        assertEquals(
                List.of(
                        node(1).did() + " 192.0.2.7:7340 0",
                        node(1).did() + " ticket",
                        node(1).did() + " blocked 7 lost"),
                Files.readAllLines(file));
    }

    @Test
    void aFileOfAnEarlierVersionIsReadAsItWasMeant() throws IOException {
        PeerBook book = PeerBook.open(Files.writeString(
                folder.resolve("peers"),
                node(1).did() + " 192.0.2.7:7340 5\n" + node(2).did() + " - 6 met\n" + node(3).did() + " h:1 0 met\n"));

        assertEquals(PeerBook.Source.ADDED, book.known(node(1)).orElseThrow().source());
        assertTrue(book.known(node(2)).orElseThrow().met());
        assertTrue(book.known(node(3)).orElseThrow().met());
        assertFalse(book.isBlocked(node(1)));
    }

    @Test
    void theStrongestReasonToKnowANodeCounts() {
        Path file = folder.resolve("peers");
        PeerBook book = PeerBook.open(file);
        book.met(node(1), List.of(), 1);
        book.add(node(1), PLACE, PeerBook.Source.TICKET);
        assertEquals(
                PeerBook.Source.TICKET,
                PeerBook.open(file).known(node(1)).orElseThrow().source());

        book.add(node(1), PLACE);
        book.add(node(1), PLACE, PeerBook.Source.TICKET);
        assertEquals(
                PeerBook.Source.ADDED,
                PeerBook.open(file).known(node(1)).orElseThrow().source());
    }

    @Test
    void whoIsForgottenIsGone() {
        Path file = folder.resolve("peers");
        PeerBook book = PeerBook.open(file);
        book.add(node(1), PLACE);

        assertTrue(book.forget(node(1)).isPresent());

        assertTrue(book.forget(node(1)).isEmpty());
        assertTrue(PeerBook.open(file).all().isEmpty());
    }

    private PeerBook full(String name) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < PeerBook.MAX_PEERS; i++) {
            lines.append(node(i).did()).append(" h:1 0\n");
        }
        return PeerBook.open(Files.writeString(folder.resolve(name), lines));
    }

    private static KeyId node(int number) {
        return new KeyId(Bytes.sha256(Bytes.utf8("node " + number).view()));
    }
}
