package kith.daemon.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import kith.ontology.testkit.Gen;

/** An index, the disk under it, and beside it a plain map of every row: what should be found. */
final class IndexWorld {
    private static final int[] KINDS = {0x10, 0x10, 0x10, 0x20, 0x21, 0x41};

    private final Gen gen;
    private final int numbers;
    private final Map<String, long[]> quads = new TreeMap<>();
    private final Map<String, byte[]> kept = new TreeMap<>();
    private final Map<Long, byte[]> disk = new HashMap<>();
    private final Map<Order, Map<Long, byte[]>> pages = new EnumMap<>(Order.class);
    private final Map<Integer, byte[]> freshBlocks = new TreeMap<>();
    private final AtomicLong lastRun = new AtomicLong();
    private final AtomicLong lastPage = new AtomicLong();
    private final Reading reading;
    private int commits;
    private View view = View.EMPTY;

    private IndexWorld(Gen gen) {
        this.gen = gen;
        this.numbers = gen.pickOf(3, 12, 300);
        this.reading = new Reading(
                new RunCache(gen.pickOf(0L, 20_000L, 1L << 30)), id -> Objects.requireNonNull(disk.get(id), "run"));
    }

    static IndexWorld of(Gen gen) {
        return new IndexWorld(gen);
    }

    View view() {
        return view;
    }

    Reading reading() {
        return reading;
    }

    /** Says something, or folds, with or without more being said meanwhile. */
    void step() {
        if (gen.oneIn(3)) {
            int folded = commits;
            Fold fold = new Fold(view, reading, disk::put, lastRun, lastPage);
            View seen = view;
            Folded result = fold.run();
            if (gen.coin()) {
                say();
            }
            install(result, folded);
            assertEquals(seen.packed() + 0, seen.packed());
        } else {
            say();
        }
    }

    // Old runs stay on this disk: older views may still read them.
    private void install(Folded folded, int upTo) {
        folded.pagesGone().forEach(page -> pagesOf(page.order()).remove(page.page()));
        folded.pages()
                .forEach(page ->
                        pagesOf(page.order()).put(page.page(), page.bytes().toArray()));
        freshBlocks.keySet().removeIf(number -> number <= upTo);
        view = folded.over(view);
    }

    private Map<Long, byte[]> pagesOf(Order order) {
        return pages.computeIfAbsent(order, first -> new HashMap<>());
    }

    private void say() {
        Map<String, Row> said = new TreeMap<>();
        int count = gen.oneIn(6) ? gen.from(600, 3_000) : gen.from(1, 40);
        for (int i = 0; i < count; i++) {
            long[] ids = gen.oneIn(4) && !quads.isEmpty()
                    ? gen.pick(List.copyOf(quads.values()))
                    : new long[] {gen.coin() ? 0 : id(2), id(numbers), id(5), mixedId()};
            String quad = text(spog(ids));
            if (said.containsKey(quad)) {
                continue;
            }
            byte[] value = value();
            Row held = view.row(reading, ids);
            Row row = held == null ? Row.of(ids, value) : held.keeping(value);
            said.put(quad, row);
            quads.put(quad, ids);
            kept.put(quad, value);
        }
        List<Row> rows = new ArrayList<>(said.values());
        view = view.with(FreshRows.of(rows));
        freshBlocks.put(++commits, FreshRows.of(rows).bytes());
    }

    private byte[] value() {
        return switch (gen.from(0, 9)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {0, 4, 1};
            case 2 -> new byte[] {2, 4, (byte) gen.from(0, 3)};
            default -> new byte[] {1, 4, (byte) gen.from(0, 3)};
        };
    }

    private long id(int most) {
        return 0x10L << 56 | gen.from(1, most);
    }

    private long mixedId() {
        return (long) KINDS[gen.from(0, KINDS.length - 1)] << 56
                | (gen.oneIn(5) ? gen.magnitude(55) : gen.from(0, numbers));
    }

    long[] someTuple(Order order) {
        if (!quads.isEmpty() && gen.coin()) {
            return tuple(order, gen.pick(List.copyOf(quads.values())));
        }
        return tuple(order, new long[] {gen.coin() ? 0 : id(2), id(numbers), id(5), mixedId()});
    }

    long[] someKey(Order order) {
        return Arrays.copyOf(someTuple(order), gen.from(0, Order.PLACES));
    }

    List<String> expected(Order order, long... key) {
        List<String> expected = new ArrayList<>();
        quads.forEach((quad, ids) -> {
            byte[] value = Objects.requireNonNull(kept.get(quad));
            long[] tuple = tuple(order, ids);
            if (Row.isVisible(value) && order.holds(ids[0]) && startsWith(tuple, key)) {
                expected.add(text(tuple));
            }
        });
        expected.sort(null);
        return expected;
    }

    private static boolean startsWith(long[] tuple, long[] key) {
        return Arrays.equals(tuple, 0, key.length, key, 0, key.length);
    }

    List<String> found(Order order, long... key) {
        return all(view.tuples(reading, order, key));
    }

    static List<String> all(Tuples tuples) {
        List<String> found = new ArrayList<>();
        for (; !tuples.isAtEnd(); tuples.next()) {
            found.add(text(tuples));
        }
        return found;
    }

    List<String> expectedRows() {
        List<String> rows = new ArrayList<>();
        kept.forEach((quad, value) -> {
            if (value.length > 0) {
                rows.add(quad + Arrays.toString(value));
            }
        });
        return rows;
    }

    List<String> foundRows() {
        List<String> rows = new ArrayList<>();
        view.rows(reading).forEachRemaining(row -> rows.add(text(spog(row.ids())) + Arrays.toString(row.kept())));
        return rows;
    }

    void eachRow(BiConsumer<long[], byte[]> with) {
        quads.forEach((quad, ids) -> with.accept(ids, Objects.requireNonNull(kept.get(quad))));
    }

    /** The view that another process would have, from the pages and what no fold has packed yet. */
    View reopened() {
        View made = View.of(pages);
        for (byte[] rows : freshBlocks.values()) {
            made = made.withUnlooked(FreshRows.read(rows), reading);
        }
        return made;
    }

    private static long[] spog(long[] ids) {
        return tuple(Order.SPOG, ids);
    }

    private static long[] tuple(Order order, long[] ids) {
        long[] tuple = new long[Order.PLACES];
        for (int place = 0; place < tuple.length; place++) {
            tuple[place] = ids[order.part(place)];
        }
        return tuple;
    }

    static String text(Tuples tuples) {
        return text(new long[] {tuples.at(0), tuples.at(1), tuples.at(2), tuples.at(3)});
    }

    static String text(long[] tuple) {
        StringBuilder text = new StringBuilder();
        for (long id : tuple) {
            text.append(String.format("%016x ", id));
        }
        return text.toString();
    }
}
