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
        Path file = folder.resolve("peers");
        PeerBook.open(file).add(node(0), PLACE);
        String line = Files.readString(file);
        StringBuilder full = new StringBuilder(line);
        for (int i = 1; i < PeerBook.MAX_PEERS; i++) {
            full.append(line.replace(node(0).did(), node(i).did()));
        }
        Files.writeString(file, full);
        PeerBook book = PeerBook.open(file);
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

    private static KeyId node(int number) {
        return new KeyId(Bytes.sha256(Bytes.utf8("node " + number).view()));
    }
}
