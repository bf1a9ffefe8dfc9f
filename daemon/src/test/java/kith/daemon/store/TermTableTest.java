package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

final class TermTableTest {
    private static final TermHash.Secret SECRET = TermHash.Secret.of(Bytes.hex("000102030405060708090a0b0c0d0e0f"));

    private static TermHash hash(long number) {
        return SECRET.hash(("a term of some length " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static TermTable whole(TermRoom room) {
        TermTable table = new TermTable(room);
        table.whole();
        return table;
    }

    private static TermRoom room(long bytes) {
        return new TermRoom(SECRET, bytes);
    }

    @Test
    void theHashIsTheOneOfThePaper() {
        byte[] fifteen = Bytes.hex("000102030405060708090a0b0c0d0e").toArray();

        assertAll(
                () -> assertEquals(new TermHash(0xe6a825ba047f81a3L, 0x930255c71472f66dL), SECRET.hash(new byte[0])),
                () -> assertEquals(new TermHash(0x11a8b03399e99354L, 0xd9c3cf970fec087eL), SECRET.hash(fifteen)));
    }

    @Test
    void anotherSecretGivesOtherHashes() {
        TermHash other = new TermHash.Secret(1, 2).hash(new byte[0]);

        assertNotEquals(SECRET.hash(new byte[0]), other);
    }

    @Seeds(value = 30, shrink = false)
    void itSaysOfEveryTermWhatWasSaidLast(Gen gen) {
        TermTable table = whole(room(1 << 24));
        Map<Integer, Long> expected = new HashMap<>();
        int terms = gen.from(1, 3_000);
        for (int step = 0; step < 6_000; step++) {
            int term = gen.from(0, terms);
            long id = step + 1L;
            Long known = expected.get(term);
            switch (gen.from(0, 3)) {
                case 0 -> {
                    table.note(hash(term), id);
                    expected.putIfAbsent(term, id);
                }
                case 1 -> {
                    boolean isOther = known == null || gen.oneIn(4);
                    table.take(hash(term), isOther ? id : known);
                    if (known == null || !isOther) {
                        expected.put(term, TermTable.UNKNOWN);
                    }
                }
                default -> {
                    table.put(hash(term), id);
                    expected.put(term, id);
                }
            }
        }

        for (int term = 0; term <= terms; term++) {
            assertEquals(expected.getOrDefault(term, TermTable.UNKNOWN), table.id(hash(term)));
        }
    }

    @Test
    void itGrowsAndTakesAsMuchMemoryAsItSays() {
        TermRoom room = room(1L << 30);
        TermTable table = whole(room);
        int terms = 400_000;

        for (int number = 1; number <= terms; number++) {
            table.put(hash(number), number);
        }

        for (int number = 1; number <= terms; number++) {
            assertEquals(number, table.id(hash(number)));
            assertEquals(TermTable.UNKNOWN, table.id(hash(-number)));
        }
        assertEquals(table.bytes(), room.taken());
        assertTrue(room.taken() < terms * 40L, room.taken() + " bytes");
        assertTrue(room.taken() > terms * 24L, room.taken() + " bytes");
    }

    @Test
    void aTableThatDoesNotHaveAllTermsAsksTheDiskForOthers() {
        TermTable table = new TermTable(room(1 << 20));
        table.put(hash(1), 1);
        table.take(hash(2), 2);

        assertAll(
                () -> assertEquals(1, table.id(hash(1))),
                () -> assertEquals(TermTable.UNKNOWN, table.id(hash(2)), "taken before it was read"),
                () -> assertEquals(TermTable.ASK_DISK, table.id(hash(3))));
    }

    @Test
    void whatTheDiskSaidAMomentBeforeDoesNotUndoWhatTheLaneSays() {
        TermTable table = new TermTable(room(1 << 20));
        table.take(hash(1), 1);
        table.put(hash(2), 5);

        table.note(hash(1), 1);
        table.note(hash(2), 2);

        assertEquals(TermTable.UNKNOWN, table.id(hash(1)));
        assertEquals(5, table.id(hash(2)));
    }

    @Test
    void onlyTheIdThatIsMeantIsTaken() {
        TermTable table = whole(room(1 << 20));
        table.put(hash(1), 5);

        table.take(hash(1), 4);

        assertEquals(5, table.id(hash(1)));
    }

    @Test
    void pastItsMemoryItKeepsWhatItHasAndAsksTheDiskForTheRest() {
        TermRoom room = room(200_000);
        TermTable table = whole(room);
        TermTable other = whole(room);
        other.put(hash(0), 7);

        int there = 0;
        for (int number = 1; number <= 20_000; number++) {
            table.put(hash(number), number);
        }
        for (int number = 1; number <= 20_000; number++) {
            long id = table.id(hash(number));
            assertTrue(id == number || id == TermTable.ASK_DISK, number + " is " + id);
            there += id == number ? 1 : 0;
        }
        table.whole();

        assertTrue(there > 3_000, there + " are there");
        assertTrue(room.taken() <= 200_000);
        assertTrue(table.isFull());
        assertFalse(table.isWhole());
        assertEquals(TermTable.ASK_DISK, table.id(hash(-1)));
        assertEquals(7, other.id(hash(0)));
        assertTrue(other.isWhole());
    }

    @Test
    void aSpaceThatIsLeftGivesItsMemoryBackAndAsksTheDisk() {
        TermRoom room = room(1 << 20);
        TermTable table = whole(room);
        table.put(hash(1), 1);

        table.end();
        table.put(hash(2), 2);

        assertEquals(0, room.taken());
        assertEquals(TermTable.ASK_DISK, table.id(hash(1)));
        assertEquals(TermTable.ASK_DISK, table.id(hash(2)));
    }

    @Test
    void readersFindWhatWasThereBeforeTheyLookedWhileOneWrites() throws Exception {
        TermTable table = whole(room(1L << 28));
        int terms = 200_000;
        TermHash[] hashes = new TermHash[terms + 1];
        for (int number = 1; number <= terms; number++) {
            hashes[number] = hash(number);
        }
        AtomicInteger written = new AtomicInteger();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> faults = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                faults.add(readers.submit(() -> {
                    long wrong = 0;
                    for (int look = 1; written.get() < terms; look++) {
                        int last = written.get();
                        int number = last == 0 ? 1 : 1 + Math.floorMod(look * 31, last);
                        long found = table.id(hashes[number]);
                        wrong += found == number || (last == 0 && found == TermTable.UNKNOWN) ? 0 : 1;
                        int later = 1 + Math.floorMod(look * 7919, terms);
                        long perhaps = table.id(hashes[later]);
                        wrong += perhaps == later || perhaps == TermTable.UNKNOWN ? 0 : 1;
                    }
                    return wrong;
                }));
            }

            for (int number = 1; number <= terms; number++) {
                table.put(hashes[number], number);
                written.set(number);
            }

            for (Future<Long> wrong : faults) {
                assertEquals(0, wrong.get());
            }
        }
    }
}
