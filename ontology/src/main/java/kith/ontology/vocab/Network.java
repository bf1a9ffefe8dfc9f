package kith.ontology.vocab;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What devices are called on a network, each in the one form in which equal ones are equal. */
final class Network {
    private static final int MAX_HOST_CHARS = 253;
    private static final int MAX_LABEL_CHARS = 63;

    private Network() {}

    /** Lower case with colons; 6 or 8 bytes, with colons, dashes, dots or nothing between; null when it is none. */
    static @Nullable String mac(String text) {
        StringBuilder mac = new StringBuilder(23);
        int digits = 0;
        boolean separated = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = Ascii.hexDigit(c);
            if (digit < 0) {
                if (separated || digits % 2 != 0 || ":-.".indexOf(c) < 0) {
                    return null;
                }
                separated = true;
                continue;
            }
            if (digits > 0 && digits % 2 == 0) {
                mac.append(':');
            }
            mac.append(Ascii.HEX.charAt(digit));
            separated = false;
            digits++;
            if (digits > 16) {
                return null;
            }
        }
        return !separated && (digits == 12 || digits == 16) ? mac.toString() : null;
    }

    /** Lower case without a dot at the end; labels of letters, digits and inner dashes; null when it is none. */
    static @Nullable String hostName(String text) {
        String name = Ascii.lower(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
        if (name.isEmpty() || name.length() > MAX_HOST_CHARS) {
            return null;
        }
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (!isLabel(name, start, i)) {
                    return null;
                }
                start = i + 1;
            }
        }
        return name;
    }

    private static boolean isLabel(String name, int start, int end) {
        if (end == start || end - start > MAX_LABEL_CHARS || name.charAt(start) == '-' || name.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = name.charAt(i);
            boolean foreign = c >= 0xa0 && Character.isLetterOrDigit(c);
            if (!Ascii.isLower(c) && !Ascii.isDigit(c) && c != '-' && !foreign) {
                return false;
            }
        }
        return true;
    }

    /** The type and the base64 of a public key whose bytes begin with that type, without comment; null otherwise. */
    static @Nullable String sshKey(String text) {
        String[] parts = text.split(" ", 3);
        if (parts.length < 2 || parts[0].isEmpty()) {
            return null;
        }
        byte[] type = parts[0].getBytes(StandardCharsets.UTF_8);
        byte[] key;
        try {
            key = Base64.getDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean typed = key.length > 4 + type.length
                && key[0] == 0
                && key[1] == 0
                && key[2] == 0
                && key[3] == type.length
                && new String(key, 4, type.length, StandardCharsets.UTF_8).equals(parts[0]);
        return typed ? parts[0].concat(" ").concat(parts[1]) : null;
    }

    /** An address of version 4 in decimal, or of version 6 as RFC 5952 writes it; null when it is none. */
    static @Nullable String ip(String text) {
        if (text.indexOf(':') < 0) {
            return isIp4(text) ? text : null;
        }
        int[] groups = new int[8];
        return readIp6(text, groups) ? writeIp6(groups) : null;
    }

    private static boolean isIp4(String text) {
        String[] parts = text.split("\\.", -1);
        for (String part : parts) {
            boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
            if (!Ascii.areDigits(part) || part.length() > 3 || leadingZero || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return parts.length == 4;
    }

    private static boolean readIp6(String text, int[] groups) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return readGroups(text, groups) == 8;
        }
        int before = readGroups(text.substring(0, gap), groups);
        int[] rest = new int[8];
        int behind = readGroups(text.substring(gap + 2), rest);
        if (before < 0 || behind < 0 || before + behind > 7) {
            return false;
        }
        System.arraycopy(rest, 0, groups, 8 - behind, behind);
        return true;
    }

    /** How many groups of 1 to 4 hexadecimal digits stand there, or -1 when it is something else. */
    private static int readGroups(String text, int[] groups) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        if (parts.length > 8) {
            return -1;
        }
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.isEmpty() || part.length() > 4) {
                return -1;
            }
            for (int k = 0; k < part.length(); k++) {
                int digit = Ascii.hexDigit(part.charAt(k));
                if (digit < 0) {
                    return -1;
                }
                groups[i] = (groups[i] << 4) | digit;
            }
        }
        return parts.length;
    }

    /** The longest run of two or more zero groups, the first of equals, is left out. */
    private static String writeIp6(int[] groups) {
        int longest = 0;
        int start = -1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > longest && run > 1) {
                longest = run;
                start = i;
            }
            i += run;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
