package kith.daemon.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Golden;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** The bytes of a bundle, and everything that may happen to them. */
final class BundleTest {
    private final Golden golden = Golden.open("bundles.txt");

    @Test
    void aBundleIsAsItsVectorSays() {
        for (Golden.Block block : golden.blocksWith("bundle")) {
            SomeBundles.Said said = said(block);

            block.expect("bundle", Bytes.owned(SomeBundles.written(said)));
            assertEquals(said, SomeBundles.read(block.bytes("bundle").toArray()), block::toString);
        }
    }

    @Test
    void whatIsDamagedIsRefusedAsItsVectorSays() {
        for (Golden.Block block : golden.blocksWith("refused")) {
            byte[] bytes = block.bytes("refused").toArray();

            KithException refused = assertThrows(KithException.class, () -> SomeBundles.read(bytes), block::toString);

            String says = String.valueOf(refused.getMessage());
            assertTrue(says.contains(block.text("says")), block + ": " + says);
            assertEquals(KithException.Blame.USER, refused.blame());
        }
    }

    @Seeds(60)
    void aBundleIsReadAsItWasWritten(Gen gen) {
        SomeBundles.Said said = SomeBundles.any(gen);

        assertEquals(said, SomeBundles.read(SomeBundles.written(said)));
    }

    @Seeds(10)
    void noByteCanBeWrongUnnoticed(Gen gen) {
        byte[] good = SomeBundles.written(SomeBundles.any(gen));

        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << gen.from(0, 7));
            assertThrows(KithException.class, () -> SomeBundles.read(bad), () -> "seed " + gen.seed());
        }
    }

    @Seeds(10)
    void whereverABundleEndsWhatWasWholeIsRead(Gen gen) {
        SomeBundles.Said said = SomeBundles.any(gen);
        byte[] good = SomeBundles.written(said);

        int most = 0;
        for (int length = BundleReader.KIND.length(); length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            List<SomeBundles.Run> runs = new ArrayList<>();
            KithException fault = assertThrows(KithException.class, () -> SomeBundles.readInto(cut, runs));

            assertEquals(said.runs().subList(0, runs.size()), runs);
            assertTrue(runs.size() >= most);
            assertTrue(String.valueOf(fault.getMessage()).contains("ends at byte " + length + ","), fault::toString);
            most = runs.size();
        }
        assertEquals(said.runs().size(), most);
    }

    @Test
    void aBundleOfAsManyLogsAsThereMayBeIsTaken() {
        Gen gen = new Gen(1);
        Manifest full = SomeBundles.manifest(gen, new SpaceId(gen.bytes(SpaceId.BYTES)), BundleReader.MAX_LOGS);
        SomeBundles.Said said = new SomeBundles.Said(full, List.of());

        assertEquals(said, SomeBundles.read(SomeBundles.written(said)));
    }

    @Test
    void oneLogMoreIsNotTaken() {
        Gen gen = new Gen(1);
        Manifest over = SomeBundles.manifest(gen, new SpaceId(gen.bytes(SpaceId.BYTES)), BundleReader.MAX_LOGS + 1);
        byte[] bytes = SomeBundles.written(new SomeBundles.Said(over, List.of()));

        KithException refused = assertThrows(KithException.class, () -> SomeBundles.read(bytes));

        assertTrue(String.valueOf(refused.getMessage()).contains("past the limit 65536"), refused::toString);
    }

    @Test
    void whatIsNoBundleIsAFaultOfTheCommand() {
        for (String other : List.of("", "k@", "@prefix : <urn:x> .", "kith-backup 1\n")) {
            byte[] bytes = Bytes.utf8(other).toArray();

            KithException refused = assertThrows(KithException.class, () -> SomeBundles.read(bytes));

            assertEquals(Code.USAGE, refused.code(), other);
        }
    }

    @Test
    void noMoreIsReadThanIsAskedFor() throws IOException {
        byte[] bytes = SomeBundles.written(SomeBundles.any(new Gen(3)));
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);

        new BundleReader(in);

        assertTrue(in.available() > BundleReader.SUM_BYTES, "the runs are still to come");
    }

    private static SomeBundles.Said said(Golden.Block block) {
        SortedMap<LogId, Manifest.Place> places = new TreeMap<>();
        for (String log : block.all("log")) {
            String[] words = log.split(" ", 3);
            LogRoot root = root(words[0]);
            places.put(
                    root.id(),
                    new Manifest.Place(root, new Frontier.Head(Long.parseLong(words[1]), Bytes.hex(words[2]))));
        }
        List<SomeBundles.Run> runs = block.all("part").stream()
                .map(part -> part.split(" ", 2))
                .map(words -> new SomeBundles.Run(root(words[0]), DeltaCodec.read(new ByteReader(Bytes.hex(words[1])))))
                .toList();
        Optional<Bytes> claim = block.find("claim").map(Bytes::hex);
        return new SomeBundles.Said(
                new Manifest(new SpaceId(block.bytes("space")), new KeyId(block.bytes("maker")), claim, places), runs);
    }

    private static LogRoot root(String hex) {
        return LogRoot.read(new ByteReader(Bytes.hex(hex)));
    }
}
