package kith.daemon.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kith.daemon.store.Store;

/** The stores that one world after another lives in: opening one takes longer than a small world lasts. */
final class Rack implements AutoCloseable {
    private static final Store.Memory SMALL = new Store.Memory(8 << 20, 16 << 20, 8 << 20, 4 << 20, 8 << 20);
    /** After so many worlds the old ones are left behind: their bytes would be moved about for nothing. */
    private static final int WORLDS = 50;

    private final Path folder;
    private final int count;
    private final List<Store> stores = new ArrayList<>();
    private int worlds;

    Rack(Path folder, int count) {
        this.folder = folder;
        this.count = count;
    }

    /** Makes ready for another world. */
    void begin() {
        if (worlds++ % WORLDS == 0) {
            close();
            for (int i = 0; i < count; i++) {
                stores.add(Store.open(folder.resolve(worlds + "-store-" + i), SMALL));
            }
        }
    }

    Store store(int number) {
        return stores.get(number);
    }

    /** A file for a watermark that no other world of this rack has. */
    Path watermark(int number) {
        return folder.resolve(worlds + "-watermark-" + number);
    }

    @Override
    public void close() {
        stores.forEach(Store::close);
        stores.clear();
    }
}
