package kith.daemon.config;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/**
 * Who this daemon is: the person's key, the device's key, the person's word that the device is theirs, and the name
 * they go by among their own. Immutable; holds secrets.
 */
public record NodeIdentity(SigningKey person, SigningKey device, DeviceCertificate certificate, String name) {
    public static final int MAX_NAME_CHARS = 64;

    public NodeIdentity {
        checkName(name);
        if (!certificate.person().equals(person.id())
                || !certificate.device().equals(device.id())
                || !certificate.holds()) {
            throw new IllegalArgumentException("the certificate is not that person's for that device");
        }
    }

    /**
     * Fresh keys.
     *
     * @throws KithException (USER, USAGE) if the name is empty, longer than {@link #MAX_NAME_CHARS}, or not one line
     */
    public static NodeIdentity create(String name, Instant now, SecureRandom random) {
        checkName(name);
        SigningKey person = SigningKey.generate(random);
        SigningKey device = SigningKey.generate(random);
        return new NodeIdentity(person, device, DeviceCertificate.issue(person, device.id(), now.toEpochMilli()), name);
    }

    /** The same person and name with a fresh device key. */
    public NodeIdentity withFreshDevice(Instant now, SecureRandom random) {
        SigningKey fresh = SigningKey.generate(random);
        return new NodeIdentity(person, fresh, DeviceCertificate.issue(person, fresh.id(), now.toEpochMilli()), name);
    }

    /** The key that names this node to its peers. */
    public KeyId node() {
        return device.id();
    }

    static void checkName(String name) {
        int chars = name.codePointCount(0, name.length());
        boolean unclean = name.codePoints().anyMatch(each -> Character.isISOControl(each) || isLoneSurrogate(each));
        if (name.isBlank() || !name.equals(name.strip()) || chars > MAX_NAME_CHARS || unclean) {
            throw KithException.user(
                    Code.USAGE,
                    "a name has 1 to " + MAX_NAME_CHARS + " characters on one line, no space around it; this one has "
                            + chars + " (" + name.getBytes(StandardCharsets.UTF_8).length + " bytes)");
        }
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "NodeIdentity " + node().brief();
    }
}
