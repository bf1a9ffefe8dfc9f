package kith.daemon.index;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;

/** The rows that one commit changed, and their bytes on the disk until a fold packs them: runs, one after another. */
public final class FreshRows {
    private final Layer layer;

    private FreshRows(Layer layer) {
        this.layer = layer;
    }

    /**
     * Rows of a commit.
     *
     * @param rows of different quads, each made by {@link Row#keeping} from what {@link View#row} said, or by {@link
     *     Row#of} where it said nothing
     */
    public static FreshRows of(List<Row> rows) {
        return new FreshRows(Layer.of(rows));
    }

    public boolean isEmpty() {
        return layer.size() == 0;
    }

    Layer layer() {
        return layer;
    }

    /** What the disk keeps of them. */
    public byte[] bytes() {
        Row[] sorted = layer.rows(Order.SPOG);
        ByteWriter out = new ByteWriter(sorted.length * 16);
        long[][] columns = new long[Order.PLACES][Math.min(sorted.length, RunCodec.MAX_ROWS)];
        byte[][] kept = new byte[columns[0].length][];
        int size = 0;
        for (Row row : sorted) {
            for (int place = 0; place < Order.PLACES; place++) {
                columns[place][size] = row.at(Order.SPOG, place);
            }
            kept[size++] = row.kept();
            if (size == RunCodec.MAX_ROWS) {
                out.sized(RunCodec.write(columns, size, kept));
                size = 0;
            }
        }
        return size == 0
                ? out.toArray()
                : out.sized(RunCodec.write(columns, size, kept)).toArray();
    }

    /**
     * The rows that {@link #bytes} are of.
     *
     * @throws kith.ontology.bytes.MalformedException if no version of ours wrote it
     */
    public static List<Row> read(byte[] bytes) {
        List<Row> rows = new ArrayList<>();
        ByteReader in = new ByteReader(bytes);
        while (in.hasRemaining()) {
            Block block = RunCodec.read(in.take(in.count(Integer.MAX_VALUE, 1, "bytes")), true);
            for (int at = 0; at < block.size(); at++) {
                long[] ids = {block.at(3, at), block.at(0, at), block.at(1, at), block.at(2, at)};
                rows.add(Row.of(ids, block.kept(at)));
            }
        }
        return rows;
    }
}
