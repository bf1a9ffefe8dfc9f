package kith.ontology.merge;

import kith.ontology.testkit.Golden;
import kith.ontology.testkit.Written;
import org.junit.jupiter.api.Test;

final class DigestVectorsTest {
    @Test
    void aDatasetHasItsDigest() {
        for (Golden.Block block : Golden.open("digests.txt").blocksWith("digest")) {
            DatasetDigest digest = new DatasetDigest();
            block.all("quad").forEach(line -> digest.add(Written.quad(line)));

            block.expect("digest", digest.value());
        }
    }
}
