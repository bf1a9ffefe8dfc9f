package kith.daemon.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;

/**
 * The value of a quad's row: whether it is visible, then its operations, each a log number with the kind in its lowest
 * bit, a seq, and for a retract the dots it names. Four bytes in the usual case of one assert.
 */
final class RowCodec {
    private static final int RETRACT = 1;

    private RowCodec() {}

    static byte[] write(QuadHistory history, boolean visible, ToIntFunction<LogId> numbers) {
        ByteWriter out = new ByteWriter().u8(visible ? 1 : 0);
        for (Operation operation : history.operations()) {
            long log = numbers.applyAsInt(operation.dot().log());
            switch (operation) {
                case Operation.Assert said ->
                    out.varint(log << 1).varint(said.dot().seq());
                case Operation.Retract(Dot dot, Set<Dot> seen) -> {
                    out.varint(log << 1 | RETRACT).varint(dot.seq()).varint(seen.size());
                    seen.stream()
                            .sorted()
                            .forEach(named ->
                                    out.varint(numbers.applyAsInt(named.log())).varint(named.seq()));
                }
            }
        }
        return out.toArray();
    }

    static boolean isVisible(byte[] value) {
        if (value.length == 0) {
            throw StoreFaults.damaged("a quad without operations");
        }
        return value[0] != 0;
    }

    static QuadHistory read(byte[] value, IntFunction<LogId> logs) {
        ByteReader in = new ByteReader(value);
        in.u8();
        List<Operation> operations = new ArrayList<>(1);
        while (in.hasRemaining()) {
            long tagged = in.varint();
            Dot dot = new Dot(logs.apply((int) (tagged >>> 1)), in.varint());
            if ((tagged & RETRACT) == 0) {
                operations.add(new Operation.Assert(dot));
            } else {
                int count = in.count(Integer.MAX_VALUE, 2, "dots");
                Set<Dot> seen = new HashSet<>();
                for (int i = 0; i < count; i++) {
                    seen.add(new Dot(logs.apply(in.varint(Integer.MAX_VALUE, "log")), in.varint()));
                }
                operations.add(new Operation.Retract(dot, seen));
            }
        }
        return QuadHistory.of(operations);
    }
}
