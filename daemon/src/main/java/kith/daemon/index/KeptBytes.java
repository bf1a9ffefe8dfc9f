package kith.daemon.index;

/** What is kept of each quad of a run: quads said by one delta share it, so it is kept once. Immutable. */
final class KeptBytes {
    private static final int ENTRY_BYTES = 24;

    private final byte[][] table;
    private final short[] which;
    private final boolean allVisible;

    KeptBytes(byte[][] table, short[] which) {
        this.table = table;
        this.which = which;
        boolean all = true;
        for (byte[] one : table) {
            all &= Row.isVisible(one);
        }
        this.allVisible = all;
    }

    byte[] of(int row) {
        return table[which[row]];
    }

    boolean isVisible(int row) {
        return allVisible || Row.isVisible(of(row));
    }

    boolean isAllVisible() {
        return allVisible;
    }

    int bytes() {
        int bytes = 2 * which.length;
        for (byte[] one : table) {
            bytes += ENTRY_BYTES + one.length;
        }
        return bytes;
    }
}
