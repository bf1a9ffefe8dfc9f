package kith.ontology.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Fuzz;
import kith.ontology.testkit.Gen;
import org.junit.jupiter.api.Test;

/** What an input may cost, and what its reader may do. */
final class CostTest {
    private static final int MEBIBYTE = 1 << 20;

    private int kept;

    @Test
    void whoTakesOrRefusesAnInputAtLittleCostPasses() {
        assertDoesNotThrow(() -> Fuzz.offer(reader(bytes -> kept += bytes.length), new byte[MEBIBYTE]));
        assertDoesNotThrow(() -> Fuzz.offer(
                reader(bytes -> {
                    throw new MalformedException("refused", 0);
                }),
                new byte[1]));
    }

    @Test
    void anInputThatCostsMoreThan64MebibytesIsAFault() {
        Decoding greedy = reader(bytes -> {
            for (int i = 0; i < 65; i++) {
                kept += new byte[MEBIBYTE].length;
            }
        });

        AssertionError fault = assertThrows(AssertionError.class, () -> Fuzz.offer(greedy, new byte[1]));

        assertTrue(fault.getMessage().contains("READER takes"), fault::getMessage);
    }

    @Test
    void anInputThatCostsMoreThanASecondIsAFault() {
        Decoding slow = reader(bytes -> {
            long end = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() < end) {
                kept++;
            }
        });

        assertThrows(AssertionError.class, () -> Fuzz.offer(slow, new byte[1]));
    }

    @Test
    void whateverElseIsThrownIsAFault() {
        Decoding stumbling = reader(bytes -> {
            throw new IllegalStateException("a bug");
        });

        assertThrows(IllegalStateException.class, () -> Fuzz.offer(stumbling, new byte[1]));
    }

    private static Decoding reader(Consumer<byte[]> taking) {
        return new Decoding() {
            @Override
            public String name() {
                return "READER";
            }

            @Override
            public byte[] good(Gen gen) {
                return new byte[1];
            }

            @Override
            public void take(byte[] bytes) {
                taking.accept(bytes);
            }
        };
    }
}
