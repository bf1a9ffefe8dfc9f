package kith.daemon.replica;

import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/**
 * Who this daemon is.
 *
 * @param device signs deltas and names the node
 * @param person speaks for the person: lets further devices in, ends lost ones
 * @param certificate the person's word for the device
 * @param name what the user calls this node
 */
public record Self(SigningKey device, SigningKey person, DeviceCertificate certificate, String name) {
    public KeyId node() {
        return device.id();
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "node " + node().brief();
    }
}
