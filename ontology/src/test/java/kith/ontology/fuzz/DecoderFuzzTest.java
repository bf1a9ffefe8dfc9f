package kith.ontology.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/**
 * The decoders under a fuzzer that watches which branches an input takes, with {@code -Pfuzz}; an ordinary build replays the
 * corpus in {@link DecoderTest}.
 */
final class DecoderFuzzTest {
    @FuzzTest
    void term(byte[] bytes) {
        Fuzz.offer(Decoder.TERM, bytes);
    }

    @FuzzTest
    void payload(byte[] bytes) {
        Fuzz.offer(Decoder.PAYLOAD, bytes);
    }

    @FuzzTest
    void run(byte[] bytes) {
        Fuzz.offer(Decoder.RUN, bytes);
    }

    @FuzzTest
    void act(byte[] bytes) {
        Fuzz.offer(Decoder.ACT, bytes);
    }

    @FuzzTest
    void claim(byte[] bytes) {
        Fuzz.offer(Decoder.CLAIM, bytes);
    }

    @FuzzTest
    void ticket(byte[] bytes) {
        Fuzz.offer(Decoder.TICKET, bytes);
    }

    @FuzzTest
    void root(byte[] bytes) {
        Fuzz.offer(Decoder.ROOT, bytes);
    }

    @FuzzTest
    void certificate(byte[] bytes) {
        Fuzz.offer(Decoder.CERTIFICATE, bytes);
    }

    @FuzzTest
    void fields(byte[] bytes) {
        Fuzz.offer(Decoder.FIELDS, bytes);
    }

    @FuzzTest
    void did(byte[] bytes) {
        Fuzz.offer(Decoder.DID, bytes);
    }

    @FuzzTest
    void nodeCertificate(byte[] bytes) {
        Fuzz.offer(Decoder.NODE_CERTIFICATE, bytes);
    }
}
