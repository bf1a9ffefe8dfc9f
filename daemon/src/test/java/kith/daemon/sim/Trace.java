package kith.daemon.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of everything that happened in a world, in its order. */
final class Trace {
    private final MessageDigest all;

    Trace() {
        try {
            all = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    void note(Object... what) {
        for (Object each : what) {
            all.update(each.toString().getBytes(StandardCharsets.UTF_8));
            all.update((byte) 0);
        }
    }

    String hash() {
        return HexFormat.of().formatHex(all.digest());
    }
}
