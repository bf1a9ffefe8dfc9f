package kith.daemon.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import kith.daemon.machine.PrivateFile;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.SealedSeed;
import kith.ontology.identity.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys at rest (docs/protocol/handshake.md, "Key file"): the certificate and the name for all to read who may read the
 * file, the two seeds bare or sealed with a passphrase. Immutable; only {@link #replace} ever overwrites the file.
 *
 * <p>Form: {@code "kith key 1\n"}, sealed u8 (0 or 1), certificate 136, name, then person seed 32 and device seed 32 or
 * a {@link SealedSeed} of the two, then SHA-256 over all before it, which tells damage from a wrong passphrase.
 */
public final class KeyFile {
    static final int MAX_FILE_BYTES = 4_096;
    static final int HASH_BYTES = 32;

    private static final byte[] MAGIC = "kith key 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_NAME_BYTES = 4 * NodeIdentity.MAX_NAME_CHARS;

    private final Path file;
    private final DeviceCertificate certificate;
    private final String name;
    private final @Nullable Bytes seeds;
    private final @Nullable SealedSeed sealed;

    private KeyFile(Path file, ByteReader in) {
        this.file = file;
        int seal = in.u8();
        if (seal > 1) {
            throw in.malformed("neither bare nor sealed but " + seal);
        }
        this.certificate = DeviceCertificate.read(in);
        this.name = in.text(MAX_NAME_BYTES, "name length");
        this.seeds = seal == 0 ? in.bytes(2 * SigningKey.SEED_BYTES) : null;
        this.sealed = seal == 1 ? SealedSeed.read(in) : null;
        in.end();
    }

    /**
     * Writes the keys bare: whoever reads the file has them.
     *
     * @throws KithException (USER, CONFLICT) if the file is there; HOST if the disk fails
     */
    public static void write(Path file, NodeIdentity identity) {
        create(file, identity, seeds(identity), 0);
    }

    /** Writes the keys sealed. Takes about half a second. Throws as {@link #write(Path, NodeIdentity)}. */
    public static void write(Path file, NodeIdentity identity, char[] passphrase, SecureRandom random) {
        create(file, identity, sealed(identity, passphrase, random), 1);
    }

    /**
     * The file as it stands.
     *
     * @throws KithException (HOST) if it cannot be read or is damaged
     */
    public static KeyFile read(Path file) {
        try {
            long length = Files.size(file);
            if (length > MAX_FILE_BYTES) {
                throw damaged(file, length + " bytes, more than " + MAX_FILE_BYTES);
            }
            return of(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw KithException.host("cannot read " + file + ": " + Home.said(e), e);
        }
    }

    /** As {@link #read}, of what {@code file} holds. */
    static KeyFile of(Path file, byte[] content) {
        try {
            return new KeyFile(file, body(file, content));
        } catch (MalformedException e) {
            throw damaged(file, e.getMessage());
        }
    }

    public boolean isSealed() {
        return sealed != null;
    }

    /** Known without the passphrase, as is {@link #name()}. */
    public DeviceCertificate certificate() {
        return certificate;
    }

    public String name() {
        return name;
    }

    /**
     * The keys.
     *
     * @param passphrase needed where the file is sealed, else ignored
     * @throws KithException (USER, NOT_ALLOWED) if it is sealed and the passphrase is missing or wrong
     */
    public NodeIdentity open(char @Nullable [] passphrase) {
        Bytes opened = seeds;
        if (sealed != null) {
            if (passphrase == null) {
                throw KithException.user(
                        Code.NOT_ALLOWED,
                        file + " is sealed; give its passphrase with --passphrase-file FILE or KITH_PASSPHRASE");
            }
            opened = sealed.open(passphrase);
        }
        if (opened == null || opened.length() != 2 * SigningKey.SEED_BYTES) {
            throw damaged(file, "it does not hold two seeds");
        }
        SigningKey person = SigningKey.fromSeed(opened.slice(0, SigningKey.SEED_BYTES));
        SigningKey device = SigningKey.fromSeed(opened.slice(SigningKey.SEED_BYTES, opened.length()));
        try {
            return new NodeIdentity(person, device, certificate, name);
        } catch (IllegalArgumentException | KithException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Puts the keys of {@code next}, another device of the same person, in the place of these, sealed if these are.
     * After a crash the file has the ones or the others, whole; of those replaced nothing is left in the folder.
     *
     * @param passphrase the one that opens this file, needed where it is sealed, else ignored
     * @throws KithException (USER, NOT_ALLOWED) if the passphrase is missing or wrong; HOST if the disk fails
     */
    public void replace(NodeIdentity next, char @Nullable [] passphrase, SecureRandom random) {
        if (!open(passphrase).person().id().equals(next.person().id())) {
            throw new IllegalArgumentException("the keys of another person");
        }
        Bytes secret = seeds(next);
        if (sealed != null && passphrase != null) {
            secret = sealed(next, passphrase, random);
        }
        try {
            PrivateFile.replace(file, content(next, secret, sealed == null ? 0 : 1));
        } catch (IOException e) {
            throw KithException.host("cannot write " + file + ": " + Home.said(e), e);
        }
    }

    private static Bytes sealed(NodeIdentity identity, char[] passphrase, SecureRandom random) {
        ByteWriter secret = new ByteWriter();
        SealedSeed.seal(seeds(identity), passphrase, SealedSeed.Cost.DEFAULT, random)
                .write(secret);
        return secret.toBytes();
    }

    static Bytes seeds(NodeIdentity identity) {
        return new ByteWriter(2 * SigningKey.SEED_BYTES)
                .bytes(identity.person().seed())
                .bytes(identity.device().seed())
                .toBytes();
    }

    private static void create(Path file, NodeIdentity identity, Bytes secret, int seal) {
        try {
            PrivateFile.create(file, content(identity, secret, seal));
        } catch (FileAlreadyExistsException e) {
            throw KithException.user(Code.CONFLICT, file + " is there already; keys are never overwritten");
        } catch (IOException e) {
            throw KithException.host("cannot write " + file + ": " + Home.said(e), e);
        }
    }

    static byte[] content(NodeIdentity identity, Bytes secret, int seal) {
        ByteWriter out = new ByteWriter().bytes(MAGIC).u8(seal);
        identity.certificate().write(out);
        out.text(identity.name()).bytes(secret);
        out.bytes(Bytes.sha256(out.toArray()));
        return out.toArray();
    }

    private static ByteReader body(Path file, byte[] content) {
        int end = content.length - HASH_BYTES;
        if (end < MAGIC.length || !Bytes.owned(content).slice(0, MAGIC.length).equals(Bytes.of(MAGIC))) {
            throw damaged(file, "it does not begin as a key file");
        }
        Bytes all = Bytes.owned(content);
        if (!Bytes.sha256(all.slice(0, end).view()).equals(all.slice(end, content.length))) {
            throw damaged(file, "its checksum differs");
        }
        return new ByteReader(content, MAGIC.length, end);
    }

    private static KithException damaged(Path file, @Nullable String why) {
        return new KithException(
                KithException.Blame.HOST,
                Code.FAILED,
                "the key file " + file + " is damaged (" + why + "); put back a copy of it");
    }
}
