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
 * The value of a quad's row: what is to be seen of it, then its operations, each a log number with the kind in its lowest
 * bit, a seq, and for a retract the dots it names. Four bytes in the usual case of one assert. A dot of a log that is
 * not held has number 0 and the id of the log: numbers are not given away to whatever a retraction may invent.
 */
final class RowCodec {
    /** What {@code numbers} answer for a log without a number. */
    static final int NOT_HELD = 0;

    private static final int RETRACT = 1;

    private RowCodec() {}

    static byte[] write(QuadHistory history, Sight sight, ToIntFunction<LogId> numbers) {
        ByteWriter out = new ByteWriter().u8(sight.code());
        for (Operation operation : history.operations()) {
            long log = numbers.applyAsInt(operation.dot().log());
            switch (operation) {
                case Operation.Assert said ->
                    out.varint(log << 1).varint(said.dot().seq());
                case Operation.Retract(Dot dot, Set<Dot> seen) -> {
                    out.varint(log << 1 | RETRACT).varint(dot.seq()).varint(seen.size());
                    seen.stream().sorted().forEach(named -> writeSeen(named, numbers, out));
                }
            }
        }
        return out.toArray();
    }

    private static void writeSeen(Dot named, ToIntFunction<LogId> numbers, ByteWriter out) {
        int number = numbers.applyAsInt(named.log());
        out.varint(number);
        if (number == NOT_HELD) {
            out.bytes(named.log().value());
        }
        out.varint(named.seq());
    }

    static Sight sight(byte[] value) {
        if (value.length == 0) {
            throw StoreFaults.damaged("a quad without operations");
        }
        return Sight.of(value[0] & 0xff);
    }

    static boolean isVisible(byte[] value) {
        return sight(value) == Sight.SHOWN;
    }

    static QuadHistory read(byte[] value, IntFunction<LogId> logs) {
        if (value.length == 0) {
            return QuadHistory.EMPTY;
        }
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
                    int number = in.varint(Integer.MAX_VALUE, "log");
                    LogId log = number == NOT_HELD ? new LogId(in.bytes(LogId.BYTES)) : logs.apply(number);
                    seen.add(new Dot(log, in.varint()));
                }
                operations.add(new Operation.Retract(dot, seen));
            }
        }
        return QuadHistory.of(operations);
    }
}
