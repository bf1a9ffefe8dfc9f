package kith.daemon.wire;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.NodeCertificate;
import kith.ontology.identity.SigningKey;
import org.jspecify.annotations.Nullable;

/** The certificate we show, made anew when half of its life is over. Safe from any thread. */
final class Credentials {
    private final SigningKey node;
    private final InstantSource clock;
    private final SecureRandom random;
    private @Nullable NodeCertificate current;

    Credentials(SigningKey node, InstantSource clock, SecureRandom random) {
        this.node = node;
        this.clock = clock;
        this.random = random;
    }

    KeyId node() {
        return node.id();
    }

    Instant now() {
        return clock.instant();
    }

    SecureRandom random() {
        return random;
    }

    synchronized NodeCertificate current() {
        Instant now = clock.instant();
        NodeCertificate shown = current;
        if (shown == null || shown.isStale(now)) {
            shown = NodeCertificate.issue(node, now, random);
            current = shown;
        }
        return shown;
    }
}
