package kith.ontology.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.SpaceId;
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

    private static final int SEED = 2;
    private static final int SPACE = 4;
    private static final int NAME = 6;
    private static final int NODE = 8;
    private static final int ADDRESSES = 10;
    private static final Handed FORM = new Handed("kith:join/", "ticket", Set.of(SEED, SPACE, NAME, NODE, ADDRESSES));

    public Ticket {
        addresses = List.copyOf(addresses);
        mustBeSeed(seed);
    }

    private static void mustBeSeed(Bytes seed) {
        if (seed.length() != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has 16 bytes, not " + seed.length());
        }
    }

    /** The key whose public half the invitation names. */
    public SigningKey key() {
        return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8("kith ticket 1\0").view(), seed.view()));
    }

    /**
     * The secret of the key that stands above all owners of a space. It is shown once, for paper, and kept nowhere.
     *
     * @param seed 16 secret bytes, from which the key is made
     * @param spaceName what the founder called the space
     */
    public record Paper(Bytes seed, SpaceId space, String spaceName) {
        private static final Handed FORM = new Handed("kith:paper/", "paper key", Set.of(SEED, SPACE, NAME));

        public Paper {
            mustBeSeed(seed);
        }

        /** The key whose public half the genesis names. */
        public SigningKey key() {
            return keyOf(seed);
        }

        /** The public half for the genesis: before it there is no space that the text could name. */
        public static KeyId id(Bytes seed) {
            mustBeSeed(seed);
            return keyOf(seed).id();
        }

        private static SigningKey keyOf(Bytes seed) {
            return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8("kith paper 1\0").view(), seed.view()));
        }

        /** {@code kith:paper/NAME#SECRET}: one line, with a check against slips of the pen. */
        public String text() {
            return FORM.text(
                    spaceName,
                    new Tlv().with(SEED, seed).with(SPACE, space.value()).withText(NAME, spaceName));
        }

        /**
         * Reads {@link #text()}'s form.
         *
         * @throws KithException USER, USAGE if it is none, or one that was copied with a slip
         */
        public static Paper parse(String text) {
            return FORM.parse(text, Paper::read);
        }

        private static Paper read(Tlv fields) {
            return new Paper(
                    fields.required(SEED, SEED_BYTES),
                    new SpaceId(fields.required(SPACE, SpaceId.BYTES)),
                    fields.text(NAME, MAX_NAME_BYTES));
        }

        /** Never the secret. */
        @Override
        public String toString() {
            return "Paper key of " + spaceName;
        }
    }

    /** {@code kith:join/NAME#SECRET}: one line that survives chat, mail and a QR code. */
    public String text() {
        ByteWriter where = new ByteWriter().varint(addresses.size());
        addresses.forEach(where::text);
        Tlv fields = new Tlv()
                .with(SEED, seed)
                .with(SPACE, space.value())
                .withText(NAME, spaceName)
                .with(NODE, node.key())
                .with(ADDRESSES, where.toBytes());
        return FORM.text(spaceName, fields);
    }

    /**
     * Reads {@link #text()}'s form.
     *
     * @throws KithException USER, USAGE if it is no ticket, or one that lost characters on the way
     */
    public static Ticket parse(String text) {
        return FORM.parse(text, Ticket::read);
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

    /** Never the secret. */
    @Override
    public String toString() {
        return "Ticket for " + spaceName;
    }
}
