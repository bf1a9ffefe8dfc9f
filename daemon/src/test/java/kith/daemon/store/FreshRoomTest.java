package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many spaces, each with little that is fresh, do not fill the heap together. */
final class FreshRoomTest {
    private static final Store.Memory FOR_A_HUNDRED =
            new Store.Memory(8 << 20, 8 << 20, 8 << 20, 4 << 20, 100 * FreshRoom.BYTES_A_ROW);

    @TempDir
    private Path folder;

    private Store store;
    private final List<String> pressed = new ArrayList<>();

    @BeforeEach
    void open() {
        store = Store.open(folder.resolve("store"), FOR_A_HUNDRED);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SpaceStore space(String name) {
        return watched(Pen.space(store, name));
    }

    private SpaceStore watched(SpaceStore space) {
        space.whenPressed(() -> pressed.add(space.name()));
        return space;
    }

    private static void say(SpaceStore space, int quads) {
        new Pen(space, "ada")
                .says(IntStream.range(0, quads)
                        .mapToObj(i -> Quad.create(
                                Quad.defaultGraphIRI,
                                NodeFactory.createURI("urn:thing" + i),
                                NodeFactory.createURI("urn:is"),
                                NodeFactory.createURI("urn:of" + space.counts().deltas())))
                        .toList());
    }

    @Test
    void theSpaceWithTheMostFoldsWhereAllTogetherHaveTooMany() {
        SpaceStore large = space("large");
        SpaceStore small = space("small");
        say(large, 70);
        say(small, 20);
        assertFalse(large.isTimeToFold());
        assertEquals(List.of(), pressed);

        say(small, 20);

        assertEquals(List.of("large"), pressed);
        assertTrue(large.isTimeToFold());
        assertFalse(small.isTimeToFold());
        large.fold();
        assertFalse(large.isTimeToFold());
        assertEquals(List.of("large"), pressed, "what is left is not too much");
    }

    @Test
    void oneAfterAnotherFoldsUntilThereIsRoom() {
        List<SpaceStore> spaces =
                IntStream.range(0, 6).mapToObj(i -> space("space" + i)).toList();
        spaces.forEach(each -> say(each, 40));
        long folds = 0;
        for (int i = 0; i < pressed.size(); i++) {
            String name = pressed.get(i);
            SpaceStore next = spaces.get(Integer.parseInt(name.substring("space".length())));
            if (next.isTimeToFold()) {
                next.fold();
                folds++;
            }
        }

        assertTrue(folds >= 4, folds + " folds");
        assertTrue(spaces.stream().noneMatch(SpaceStore::isTimeToFold), "there is room again");
    }

    @Test
    void whatWasFreshBeforeARestartCountsAfterIt() {
        say(space("one"), 60);
        say(space("other"), 50);
        store.close();
        store = Store.open(folder.resolve("store"), FOR_A_HUNDRED);

        List<String> due = store.spaces().stream()
                .filter(SpaceStore::isTimeToFold)
                .map(SpaceStore::name)
                .toList();

        assertEquals(List.of("one"), due);
    }

    @Test
    void aSpaceThatIsLeftMakesRoom() {
        SpaceStore left = space("left");
        SpaceStore kept = space("kept");
        say(left, 60);
        say(kept, 60);
        assertTrue(left.isTimeToFold() || kept.isTimeToFold());

        store.drop(left);

        assertFalse(kept.isTimeToFold());
    }
}
