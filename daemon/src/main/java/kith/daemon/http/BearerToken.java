package kith.daemon.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** The secret that a request over TCP must bear. Never printed; compared in constant time. */
public final class BearerToken {
    /** Characters that a token must have at least: 128 bits in hexadecimal. */
    public static final int MIN_CHARS = 32;
    /** Characters that a token may have. */
    public static final int MAX_CHARS = 1024;

    private static final int FRESH_BYTES = 32;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

    private final Bytes hash;

    private BearerToken(String token) {
        this.hash = Bytes.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The token of that text.
     *
     * @throws KithException USAGE if it is too short, too long, or not of visible ASCII characters
     */
    public static BearerToken of(String token) {
        boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (!visible || token.length() < MIN_CHARS || token.length() > MAX_CHARS) {
            throw KithException.user(
                    Code.USAGE,
                    "a token has " + MIN_CHARS + " to " + MAX_CHARS + " visible ASCII characters and no blank");
        }
        return new BearerToken(token);
    }

    /**
     * The token in {@code file}, which is made with a fresh one, 0600, when it is not there.
     *
     * @param random gives so many unpredictable bytes
     * @throws KithException NOT_ALLOWED if others may read the file; HOST if it cannot be read or made
     */
    public static BearerToken readOrMake(Path file, IntFunction<Bytes> random) {
        try {
            return read(file);
        } catch (NoSuchFileException absent) {
            return make(file, random.apply(FRESH_BYTES).toHex());
        } catch (IOException failed) {
            throw KithException.host("cannot read the token file " + file, failed);
        }
    }

    /** Whether {@code offered} is the token. Takes the same time wherever the two differ. */
    boolean matches(String offered) {
        Bytes other = Bytes.sha256(offered.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(hash.view(), other.view());
    }

    @Override
    public String toString() {
        return "BearerToken";
    }

    private static BearerToken read(Path file) throws IOException {
        Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
        rights.addAll(Files.getPosixFilePermissions(file));
        rights.retainAll(OTHERS);
        if (!rights.isEmpty()) {
            throw KithException.user(
                    Code.NOT_ALLOWED, "others may read the token file " + file + ": make it 0600, or remove it");
        }
        if (Files.size(file) > MAX_CHARS + 2) {
            throw KithException.user(Code.USAGE, "the token file " + file + " is too large to be one");
        }
        return of(Files.readString(file, StandardCharsets.UTF_8).strip());
    }

    private static BearerToken make(Path file, String token) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
            return of(token);
        } catch (IOException failed) {
            throw KithException.host("cannot make the token file " + file, failed);
        }
    }
}
