package kith.daemon.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;

/** Whatever was said, folded and read again, the index has what a plain sorted list of all rows would have. */
final class IndexLawsTest {
    @Seeds(120)
    void everyRangeOfEveryOrderHasTheVisibleQuadsInThatOrder(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);

        for (int step = gen.from(1, 12); step > 0; step--) {
            world.step();

            for (Order order : Order.values()) {
                long[] key = world.someKey(order);
                assertEquals(world.expected(order, key), world.found(order, key), () -> order + Arrays.toString(key));
            }
        }
    }

    @Seeds(120)
    void aCountIsHowManyThereAre(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);

        for (int step = gen.from(1, 12); step > 0; step--) {
            world.step();

            for (Order order : Order.values()) {
                long[] key = world.someKey(order);
                assertEquals(
                        world.expected(order, key).size(),
                        world.view().count(world.reading(), order, key),
                        () -> order + Arrays.toString(key));
            }
        }
    }

    @Seeds(120)
    void seekingFindsTheNextTupleAndNeverGoesBack(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);
        for (int step = gen.from(1, 8); step > 0; step--) {
            world.step();
        }

        Order order = gen.pickOf(Order.values());
        long[] key = world.someKey(order);
        List<String> all = world.expected(order, key);
        Tuples tuples = world.view().tuples(world.reading(), order, key);
        int at = 0;
        for (int seeks = 0; seeks < 60; seeks++) {
            long[] target = world.someTuple(order);
            tuples.seek(target[0], target[1], target[2], target[3]);
            while (at < all.size() && all.get(at).compareTo(IndexWorld.text(target)) < 0) {
                at++;
            }
            assertEquals(at == all.size(), tuples.isAtEnd());
            if (at < all.size()) {
                assertEquals(all.get(at), IndexWorld.text(tuples));
            }
        }
    }

    @Seeds(120)
    void readingInBatchesIsReadingOneByOne(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);
        for (int step = gen.from(1, 8); step > 0; step--) {
            world.step();
        }

        Order order = gen.pickOf(Order.values());
        long[] key = world.someKey(order);
        Tuples tuples = world.view().tuples(world.reading(), order, key);
        List<String> found = new ArrayList<>();
        long[][] batch = new long[Order.PLACES][64];
        for (int most = gen.from(1, 64), count; (count = tuples.read(batch, most)) > 0; most = gen.from(1, 64)) {
            for (int row = 0; row < count; row++) {
                found.add(IndexWorld.text(new long[] {batch[0][row], batch[1][row], batch[2][row], batch[3][row]}));
            }
        }

        assertEquals(world.expected(order, key), found);
    }

    @Seeds(120)
    void everyRowIsKeptAsItWasSaidLast(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);

        for (int step = gen.from(1, 12); step > 0; step--) {
            world.step();

            assertEquals(world.expectedRows(), world.foundRows());
            world.eachRow((ids, kept) -> {
                Row row = world.view().row(world.reading(), ids);
                assertArrayEquals(kept, row == null ? new byte[0] : row.kept());
            });
        }
    }

    @Seeds(60)
    void aViewIsNotChangedByWhatComesAfterIt(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);
        for (int step = gen.from(1, 6); step > 0; step--) {
            world.step();
        }
        View before = world.view();
        List<String> all = world.expected(Order.POSG);

        for (int step = gen.from(1, 6); step > 0; step--) {
            world.step();
        }

        assertEquals(all, IndexWorld.all(before.tuples(world.reading(), Order.POSG)));
    }

    @Seeds(60)
    void whatTheDiskHasIsTheSameView(Gen gen) {
        IndexWorld world = IndexWorld.of(gen);
        for (int step = gen.from(1, 8); step > 0; step--) {
            world.step();
        }

        View reopened = world.reopened();

        for (Order order : Order.values()) {
            assertEquals(world.expected(order), IndexWorld.all(reopened.tuples(world.reading(), order)));
        }
    }
}
