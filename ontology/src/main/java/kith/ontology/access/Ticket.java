package kith.ontology.access;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/**
 * What an inviter hands over: a one-time secret, the space, and where its node is. Whoever holds it may join once,
 * until it expires: it travels like a password.
 *
 * @param seed 16 secret bytes, from which the ticket's key is made
 * @param spaceName what the inviter calls the space, at most {@link #MAX_NAME_BYTES}
 * @param node the inviter's node
 * @param addresses host:port, at most {@link #MAX_ADDRESSES}
 */
public record Ticket(Bytes seed, SpaceId space, String spaceName, KeyId node, List<String> addresses) {
    public static final int SEED_BYTES = 16;
    public static final int MAX_ADDRESSES = 8;
    public static final int MAX_ADDRESS_BYTES = 255;
    public static final int MAX_NAME_BYTES = 63;
    public static final int MAX_TEXT_CHARS = 4_096;

    private static final String PREFIX = "kith:join/";
    private static final int SEED = 2;
    private static final int SPACE = 4;
    private static final int NAME = 6;
    private static final int NODE = 8;
    private static final int ADDRESSES = 10;
    private static final int CHECK_BYTES = 4;
    private static final Set<Integer> KNOWN = Set.of(SEED, SPACE, NAME, NODE, ADDRESSES);

    public Ticket {
        addresses = List.copyOf(addresses);
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("a ticket's seed has 16 bytes, not " + seed.length());
        }
    }

    /** The key whose public half the invitation names. */
    public SigningKey key() {
        return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8("kith ticket 1\0").view(), seed.view()));
    }

    /** {@code kith:join/NAME#SECRET}: one line that survives chat, mail and a QR code. */
    public String text() {
        ByteWriter where = new ByteWriter().varint(addresses.size());
        addresses.forEach(where::text);
        byte[] fields = new Tlv()
                .with(SEED, seed)
                .with(SPACE, space.value())
                .withText(NAME, spaceName)
                .with(NODE, node.key())
                .with(ADDRESSES, where.toBytes())
                .toArray();
        byte[] checked = new ByteWriter(fields.length + CHECK_BYTES)
                .bytes(fields)
                .bytes(check(fields))
                .toArray();
        return PREFIX + spaceName + "#"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
    }

    /**
     * Reads {@link #text()}'s form.
     *
     * @throws KithException USER, USAGE if it is no ticket, or one that lost characters on the way
     */
    public static Ticket parse(String text) {
        String trimmed = text.strip();
        int hash = trimmed.lastIndexOf('#');
        if (!trimmed.startsWith(PREFIX) || hash < 0 || trimmed.length() > MAX_TEXT_CHARS) {
            throw KithException.user(Code.USAGE, "not a ticket: a ticket begins with " + PREFIX + " and has a #");
        }
        try {
            Bytes all = Bytes.owned(Base64.getUrlDecoder().decode(trimmed.substring(hash + 1)));
            if (all.length() < CHECK_BYTES) {
                throw new MalformedException("a ticket of " + all.length() + " bytes", 0);
            }
            Bytes fields = all.slice(0, all.length() - CHECK_BYTES);
            if (!check(fields.view()).equals(all.slice(fields.length(), all.length()))) {
                throw new MalformedException("a check that does not match", fields.length());
            }
            return read(Tlv.read(new ByteReader(fields), KNOWN));
        } catch (MalformedException | IllegalArgumentException e) {
            throw KithException.user(
                    Code.USAGE, "the ticket is damaged (" + e.getMessage() + "); copy it again, whole");
        }
    }

    private static Ticket read(Tlv fields) {
        ByteReader where = fields.required(ADDRESSES);
        int count = where.count(MAX_ADDRESSES, 1, "addresses");
        List<String> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(where.text(MAX_ADDRESS_BYTES, "address"));
        }
        where.end();
        return new Ticket(
                fields.required(SEED, SEED_BYTES),
                new SpaceId(fields.required(SPACE, SpaceId.BYTES)),
                fields.text(NAME, MAX_NAME_BYTES),
                new KeyId(fields.required(NODE, KeyId.BYTES)),
                addresses);
    }

    private static Bytes check(byte[] fields) {
        return Bytes.sha256(fields).slice(0, CHECK_BYTES);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "Ticket for " + spaceName;
    }
}
