package kith.ontology.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.bytes.MalformedException;

/**
 * The decoders under a fuzzer that watches which branches an input takes. Not part of an ordinary build, which replays
 * the corpus in {@link DecoderTest}; for an hour of it:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl ontology test -Dtest='DecoderFuzzTest#payload'</pre>
 */
final class DecoderFuzzTest {
    @FuzzTest
    void term(byte[] bytes) {
        offer(Decoder.TERM, bytes);
    }

    @FuzzTest
    void payload(byte[] bytes) {
        offer(Decoder.PAYLOAD, bytes);
    }

    @FuzzTest
    void run(byte[] bytes) {
        offer(Decoder.RUN, bytes);
    }

    @FuzzTest
    void act(byte[] bytes) {
        offer(Decoder.ACT, bytes);
    }

    @FuzzTest
    void claim(byte[] bytes) {
        offer(Decoder.CLAIM, bytes);
    }

    @FuzzTest
    void ticket(byte[] bytes) {
        offer(Decoder.TICKET, bytes);
    }

    @FuzzTest
    void root(byte[] bytes) {
        offer(Decoder.ROOT, bytes);
    }

    @FuzzTest
    void certificate(byte[] bytes) {
        offer(Decoder.CERTIFICATE, bytes);
    }

    @FuzzTest
    void fields(byte[] bytes) {
        offer(Decoder.FIELDS, bytes);
    }

    @FuzzTest
    void did(byte[] bytes) {
        offer(Decoder.DID, bytes);
    }

    private static void offer(Decoder decoder, byte[] bytes) {
        try {
            decoder.take(bytes);
        } catch (MalformedException refused) {
            // What it is there for.
        }
    }
}
