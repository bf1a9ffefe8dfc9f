package kith.daemon.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kith.daemon.config.Home;
import kith.daemon.machine.PrivateFile;
import kith.daemon.replica.Self;
import kith.daemon.replica.TestNode;
import kith.daemon.store.LogState;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is whole or not there, and what is restored from it never says under an old number something new. */
final class BackupTest {
    private static final Backup.Course PATIENT = (done, of) -> {};

    @TempDir
    private Path folder;

    private Home home;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        home = Home.at(folder.resolve("home"), Map.of());
        home.create();
        PrivateFile.create(home.deviceKey(), "a key".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        PrivateFile.create(home.keys().resolve("http.token"), new byte[10]);
        file = folder.resolve("river.kith");
    }

    private static Quad quad(String name) {
        return SSE.parseQuad("(_ <urn:" + name + "> <urn:p> 1)");
    }

    private TestNode alice() {
        TestNode alice = TestNode.open(home.folder(), 1);
        alice.found("river");
        return alice;
    }

    private Backup backup(TestNode node) {
        return new Backup(home, node.store(), node.watermark());
    }

    /** The home of a backup, and the node in it as a daemon would start it. */
    private TestNode restored(Home into, Self self) {
        Restore.into(into, file);
        try (Store store = Store.open(into.store(), new Store.Memory(8 << 20, 8 << 20, 8 << 20, 4 << 20, 8 << 20))) {
            Watermark watermark = Watermark.open(into.watermark());
            Restore.closeOldLogs(
                    into, store, watermark, Set.of(self.node(), self.person().id()));
        }
        return TestNode.open(into.folder(), self);
    }

    private static Map<LogId, Long> data(TestNode node) {
        return node.replica().store().logs().stream()
                .filter(log -> log.root().plane() == Plane.DATA)
                .filter(log -> log.root().author().equals(node.self().node()))
                .collect(Collectors.toMap(
                        log -> log.root().id(), log -> log.head().seq()));
    }

    @Test
    void aRestoredHomeGoesOnInNewLogsAndPeersBringBackWhatItLacks() {
        Map<LogId, Long> then;
        Self self;
        Home again = Home.at(folder.resolve("again"), Map.of());
        try (TestNode bo = TestNode.open(folder.resolve("bo"), 2)) {
            try (TestNode alice = alice()) {
                self = alice.self();
                bo.joinThrough(alice);
                alice.asserts(quad("before"));
                backup(alice).write(file, List.of("node alice"), PATIENT);
                then = data(alice);
                alice.asserts(quad("after"));
                alice.asserts(quad("later"));
                bo.pullFrom(alice);
            }

            try (TestNode alice = restored(again, self)) {
                assertTrue(alice.shows(quad("before")));
                assertFalse(alice.shows(quad("after")));
                alice.asserts(quad("new"));
                Map<LogId, Long> written = data(alice);
                then.forEach((log, seq) -> assertEquals(seq, written.get(log), "an old log was continued"));
                assertNotEquals(then.keySet(), written.keySet());

                bo.pullFrom(alice);
                alice.pullFrom(bo);

                assertTrue(bo.shows(quad("new")));
                assertTrue(alice.shows(quad("later")));
                assertEquals(bo.digest(), alice.digest());
                assertEquals(Set.of(), alice.replica().writtenElsewhere());
            }
        }
        assertFalse(Files.exists(again.restored()));
    }

    /** What is written while a backup is made is in it whole or not at all. */
    @Test
    void aBackupIsOfOneMomentWhileWritingGoesOn() {
        Self self;
        try (TestNode alice = alice()) {
            self = alice.self();
            for (int i = 0; i < 20; i++) {
                alice.asserts(quad("a" + i), quad("b" + i));
            }
            int[] more = {20};
            backup(alice).write(file, List.of(), (done, of) -> {
                if (more[0] < 30) {
                    alice.asserts(quad("a" + more[0]), quad("b" + more[0]++));
                }
            });
            assertEquals(30, more[0]);
        }

        try (TestNode alice = restored(Home.at(folder.resolve("again"), Map.of()), self)) {
            for (int i = 0; i < 30; i++) {
                assertEquals(alice.shows(quad("a" + i)), alice.shows(quad("b" + i)));
                assertEquals(i < 20, alice.shows(quad("a" + i)));
            }
        }
    }

    @Test
    void aBackupIsForItsOwnerAloneAndHasNoToken() throws IOException {
        try (TestNode alice = alice()) {
            backup(alice).write(file, List.of("node alice"), PATIENT);
        }
        Home again = Home.at(folder.resolve("again"), Map.of());

        assertEquals(List.of("node alice"), Restore.into(again, file));

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("a key", Files.readString(again.deviceKey()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(again.deviceKey())));
        assertFalse(Files.exists(again.keys().resolve("http.token")));
        assertTrue(Files.exists(again.restored()));
    }

    /** The token may have any name, and editors and systems leave files of theirs. */
    @Test
    void ofTheFolderOfKeysABackupHasTheKeysAlone() throws IOException {
        for (String name : List.of("door", "device.key~", ".DS_Store", "my token")) {
            PrivateFile.create(home.keys().resolve(name), new byte[10]);
        }
        try (TestNode alice = alice()) {
            backup(alice).write(file, List.of("node alice"), PATIENT);
        }
        Home again = Home.at(folder.resolve("again"), Map.of());

        Restore.into(again, file);

        try (Stream<Path> keys = Files.list(again.keys())) {
            assertEquals(List.of(again.deviceKey()), keys.toList());
        }
    }

    @Test
    void withoutItsKeysAHomeHasNoBackup() throws IOException {
        Files.delete(home.deviceKey());
        try (TestNode alice = alice()) {
            Backup backup = backup(alice);

            assertThrows(KithException.class, () -> backup.write(file, List.of(), PATIENT));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        Files.writeString(file, "dear");
        try (TestNode alice = alice()) {
            Backup backup = backup(alice);

            KithException refusal = assertThrows(KithException.class, () -> backup.write(file, List.of(), PATIENT));

            assertEquals(Code.CONFLICT, refusal.code());
            assertEquals("dear", Files.readString(file));
            Path inside = home.folder().resolve("inside");
            assertEquals(
                    Code.USAGE,
                    assertThrows(KithException.class, () -> backup.write(inside, List.of(), PATIENT))
                            .code());
        }
        KithException into = assertThrows(KithException.class, () -> Restore.into(home, file));
        assertEquals(Code.CONFLICT, into.code());
    }

    @Test
    void aLinkIntoTheHomeIsNoOtherPlace() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), home.folder());
        try (TestNode alice = alice()) {
            Backup backup = backup(alice);

            KithException refusal =
                    assertThrows(KithException.class, () -> backup.write(link.resolve("inside"), List.of(), PATIENT));

            assertEquals(Code.USAGE, refusal.code());
        }
    }

    @Test
    void aBackupThatIsEndedLeavesNothing() throws IOException {
        try (TestNode alice = alice()) {
            Backup backup = backup(alice);
            assertThrows(
                    IllegalStateException.class,
                    () -> backup.write(file, List.of(), (done, of) -> {
                        throw new IllegalStateException("nobody waits");
                    }));

            try (Stream<Path> left = Files.list(folder)) {
                assertEquals(List.of(home.folder()), left.toList());
            }
            assertFalse(Files.exists(home.run().resolve("checkpoint")));
            backup.write(file, List.of(), PATIENT);
        }
        assertTrue(Files.exists(file));
    }

    /** The removal fails at the start, and after the first backup. */
    @Test
    void whatCannotBeRemovedSpoilsNeitherThisBackupNorTheNext() {
        Deque<Boolean> works = new ArrayDeque<>(List.of(false, true, false, true, true));
        Backup.Broom broom = swept -> {
            if (!works.remove()) {
                throw KithException.host("cannot remove " + swept, new IOException("the disk is tired"));
            }
            Backup.remove(swept);
        };
        try (TestNode alice = alice()) {
            Backup backup = new Backup(home, alice.store(), alice.watermark(), broom);

            assertEquals(file, backup.write(file, List.of(), PATIENT).file());
            backup.write(folder.resolve("again.kith"), List.of(), PATIENT);
        }
        assertEquals(List.of(), List.copyOf(works));
    }

    /** As much as a daemon leaves that is killed while it writes a backup. */
    @Test
    void whatAKilledBackupLeavesIsRemovedByTheNextStart() throws IOException {
        Path note = home.run().resolve("backup");
        List<Path> beside = new ArrayList<>();
        try (TestNode alice = alice()) {
            backup(alice).write(file, List.of(), (done, of) -> beside.add(noted(note)));
            Path left = Files.writeString(beside.getFirst(), "the keys");
            Files.writeString(note, left.toString());

            backup(alice);

            assertFalse(Files.exists(left));
            assertFalse(Files.exists(note));
            assertTrue(Files.exists(file));
        }
    }

    /** Nothing but what has the name of an unfinished backup, and while its disk is away it is not forgotten. */
    @Test
    void whatANoteNamesIsNotRemovedUnlessItIsOurs() throws IOException {
        Path note = home.run().resolve("backup");
        Path theirs = Files.writeString(folder.resolve("kith-theirs.new"), "dear");
        Path away = folder.resolve("stick").resolve("kith-17.new");
        try (TestNode alice = alice()) {
            Files.writeString(note, theirs.toString());
            backup(alice);
            assertTrue(Files.exists(theirs));

            Files.writeString(note, away.toString());
            Backup backup = backup(alice);
            Files.createDirectory(folder.resolve("stick"));
            Files.writeString(away, "the keys");
            backup.write(file, List.of(), PATIENT);

            assertFalse(Files.exists(away));
            assertFalse(Files.exists(note));
        }
    }

    private static Path noted(Path note) {
        try {
            Path beside = Path.of(Files.readString(note));
            assertTrue(Files.exists(beside), "it is noted before it is there");
            return beside;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDamagedBackupIsRefusedAndNothingStays() throws IOException {
        try (TestNode alice = alice()) {
            alice.asserts(quad("before"));
            backup(alice).write(file, List.of("node alice"), PATIENT);
        }
        byte[] whole = Files.readAllBytes(file);
        Home again = Home.at(folder.resolve("again"), Map.of());
        int refused = 0;
        for (int part = 1; part < 24; part++) {
            byte[] flipped = whole.clone();
            flipped[whole.length / 24 * part] ^= 0x10;
            Path other = folder.resolve("flipped-" + part);
            Files.write(other, flipped);
            try {
                Restore.into(again, other);
                // A name or a length that no reader of zips looks at: all files are as they were.
                assertEquals("a key", Files.readString(again.deviceKey()));
                Backup.remove(again.folder());
            } catch (KithException refusal) {
                assertEquals(KithException.Blame.USER, refusal.blame(), refusal.getMessage());
                try (Stream<Path> left = Files.list(again.folder())) {
                    assertEquals(List.of(), left.toList());
                }
                refused++;
            }
        }
        Path torn = folder.resolve("torn");
        Files.write(torn, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertThrows(KithException.class, () -> Restore.into(again, torn));
        assertTrue(refused > 15, refused + " refused");
    }

    /** Also logs that the watermark had no line of yet are closed. */
    @Test
    void everyOwnLogInTheStoreIsClosedAtTheFirstStart() throws IOException {
        Self self;
        try (TestNode alice = alice()) {
            self = alice.self();
            alice.asserts(quad("before"));
        }
        PrivateFile.replace(home.restored(), new byte[0]);
        Files.delete(home.watermark());

        try (Store store = Store.open(home.store(), new Store.Memory(8 << 20, 8 << 20, 8 << 20, 4 << 20, 8 << 20))) {
            Watermark watermark = Watermark.open(home.watermark());
            Restore.closeOldLogs(
                    home, store, watermark, Set.of(self.node(), self.person().id()));

            for (LogState log : store.spaces().getFirst().logs()) {
                assertEquals(Watermark.CLOSED, watermark.seq(log.root().id()));
            }
        }
        assertFalse(Files.exists(home.restored()));
    }
}
