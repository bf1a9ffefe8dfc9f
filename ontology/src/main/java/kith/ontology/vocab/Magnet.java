package kith.ontology.vocab;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Magnet links of torrents. */
public final class Magnet {
    /** Hexadecimal digits of a torrent's hash: SHA-1, 20 bytes. */
    public static final int HASH_DIGITS = 40;

    private static final String PREFIX = "magnet:?xt=urn:btih:";

    private Magnet() {}

    /** The link for a hash of {@link #HASH_DIGITS} digits in either case, grouped by spaces or not. */
    public static Optional<String> of(String hash) {
        @Nullable String plain = plainHash(hash);
        return plain == null ? Optional.empty() : Optional.of(PREFIX.concat(plain));
    }

    /** The hash in lower case without spaces, or null when it is none. */
    static @Nullable String plainHash(String hash) {
        StringBuilder digits = new StringBuilder(HASH_DIGITS);
        for (int i = 0; i < hash.length(); i++) {
            char c = hash.charAt(i);
            if (c == ' ') {
                continue;
            }
            int digit = Ascii.hexDigit(c);
            if (digit < 0 || digits.length() == HASH_DIGITS) {
                return null;
            }
            digits.append(Ascii.HEX.charAt(digit));
        }
        return digits.length() == HASH_DIGITS ? digits.toString() : null;
    }
}
