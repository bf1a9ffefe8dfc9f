package kith.daemon.index;

import java.util.List;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;

/** Some runs of one order that follow each other: what the disk keeps of where runs lie. Immutable. */
final class Page {
    /** Runs of one page at most. */
    static final int MAX_RUNS = 256;

    private static final int MIN_RUN_BYTES = 4 + Order.PLACES * Long.BYTES;

    final long id;
    final List<Run> runs;

    Page(long id, List<Run> runs) {
        this.id = id;
        this.runs = List.copyOf(runs);
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter(runs.size() * (MIN_RUN_BYTES + 8)).varint(runs.size());
        for (Run run : runs) {
            out.varint(run.id).varint(run.size).varint(run.visible).varint(run.starts);
            for (long part : run.first) {
                out.u64(part);
            }
        }
        return out.toArray();
    }

    /** @throws kith.ontology.bytes.MalformedException if no version of ours wrote it */
    static Page read(long id, byte[] page) {
        ByteReader in = new ByteReader(page);
        Run[] runs = new Run[in.count(MAX_RUNS, MIN_RUN_BYTES, "runs")];
        for (int i = 0; i < runs.length; i++) {
            long run = in.varint();
            int size = in.varint(RunCodec.MAX_ROWS, "tuples");
            int visible = in.varint(size, "visible tuples");
            int starts = in.varint(size, "starts");
            long[] first = new long[Order.PLACES];
            for (int place = 0; place < first.length; place++) {
                first[place] = in.u64();
            }
            runs[i] = new Run(run, size, visible, starts, first);
        }
        in.end();
        return new Page(id, List.of(runs));
    }
}
