package kith.ontology.identity;

import java.util.Optional;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;

/**
 * A person's word that a device is theirs: person 32, device 32, issued u64 (ms since 1970), signature 64 by the
 * person over the three. 136 bytes.
 */
public record DeviceCertificate(KeyId person, KeyId device, long issuedMillis, Signature signature) {
    public static final int BYTES = KeyId.BYTES * 2 + 8 + Signature.BYTES;

    /** A certificate signed now. */
    public static DeviceCertificate issue(SigningKey person, KeyId device, long issuedMillis) {
        return new DeviceCertificate(
                person.id(),
                device,
                issuedMillis,
                person.sign(Context.DEVICE, statement(person.id(), device, issuedMillis)));
    }

    /** Whether the person really signed this. */
    public boolean holds() {
        Optional<VerifyingKey> key = VerifyingKey.of(person);
        return key.isPresent()
                && key.get().verifies(Context.DEVICE, statement(person, device, issuedMillis), signature);
    }

    public void write(ByteWriter out) {
        out.bytes(statement(person, device, issuedMillis)).bytes(signature.value());
    }

    /** The form as it stands; {@link #holds()} says whether to believe it. */
    public static DeviceCertificate read(ByteReader in) {
        return new DeviceCertificate(
                new KeyId(in.bytes(KeyId.BYTES)),
                new KeyId(in.bytes(KeyId.BYTES)),
                in.u64(),
                new Signature(in.bytes(Signature.BYTES)));
    }

    private static Bytes statement(KeyId person, KeyId device, long issuedMillis) {
        return new ByteWriter(KeyId.BYTES * 2 + 8)
                .bytes(person.key())
                .bytes(device.key())
                .u64(issuedMillis)
                .toBytes();
    }
}
