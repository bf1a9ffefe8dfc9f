package kith.daemon.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.rocksdb.RocksDBException;

/**
 * By which views the rows of a space say what is shown.
 *
 * @param doubtful predicates of which some rows may still be as earlier views had them
 * @param isNoted whether the store says so itself
 */
record DerivedBy(Views views, Set<String> doubtful, boolean isNoted) {
    /** What spaces begin with; those of a store that knew no other views too. */
    static final DerivedBy PROFILE = new DerivedBy(Views.ofProfile(), Set.of(), false);

    /** What stores of format 1 went by. */
    static final DerivedBy NOTHING = new DerivedBy(Views.resolved(List.of()), Set.of(), false);

    private static final int MAX_TEXT_BYTES = 1 << 20;

    DerivedBy {
        doubtful = Set.copyOf(doubtful);
    }

    /** What is noted of a space; {@link #PROFILE} itself if nothing is. */
    static DerivedBy of(int space, Disk disk) {
        try {
            byte[] value = disk.database().get(disk.columns().of(Column.META), KeyLayout.views(space));
            return value == null ? PROFILE : read(value);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read the views of a space", e);
        }
    }

    void keep(Disk disk, int space) {
        try {
            disk.database().put(disk.columns().of(Column.META), KeyLayout.views(space), bytes());
        } catch (RocksDBException e) {
            throw StoreFaults.failed("note the views of a space", e);
        }
    }

    byte[] bytes() {
        List<Views.Ruling> rulings = views.rulings();
        ByteWriter out = new ByteWriter().varint(rulings.size());
        for (Views.Ruling one : rulings) {
            out.text(one.policy().word()).text(one.predicate()).text(one.kind().orElse(""));
        }
        out.varint(doubtful.size());
        new TreeSet<>(doubtful).forEach(out::text);
        return out.toArray();
    }

    static DerivedBy read(byte[] value) {
        ByteReader in = new ByteReader(value);
        List<Views.Ruling> rulings = new ArrayList<>();
        for (int left = in.count(Integer.MAX_VALUE, 3, "rulings"); left > 0; left--) {
            Policy policy = policy(text(in));
            String predicate = text(in);
            String kind = text(in);
            rulings.add(new Views.Ruling(predicate, kind.isEmpty() ? Optional.empty() : Optional.of(kind), policy));
        }
        Set<String> doubtful = new TreeSet<>();
        for (int left = in.count(Integer.MAX_VALUE, 1, "predicates"); left > 0; left--) {
            doubtful.add(text(in));
        }
        return new DerivedBy(Views.resolved(rulings), doubtful, true);
    }

    private static String text(ByteReader in) {
        return in.text(MAX_TEXT_BYTES, "name");
    }

    private static Policy policy(String word) {
        return Arrays.stream(Policy.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> StoreFaults.damaged("a policy that is none"));
    }
}
