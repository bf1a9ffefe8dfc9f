package kith.ontology.vocab;

import org.jspecify.annotations.Nullable;

/** E-mail addresses and telephone numbers, each in the one form in which equal ones are equal. */
final class Contacts {
    /** Greatest length of an e-mail address, in UTF-16 units (RFC 5321 counts 254 bytes). */
    static final int MAX_MAIL_CHARS = 254;

    private static final int MIN_TEL_DIGITS = 3;
    private static final int MAX_TEL_DIGITS = 15;
    private static final String HEX = "0123456789ABCDEF";

    private Contacts() {}

    /** {@code mailto:} and the address, its domain in lower case; null when it is no address. */
    static @Nullable String mailto(String text) {
        String address = address(text);
        int at = address.lastIndexOf('@');
        if (at < 1 || address.length() > MAX_MAIL_CHARS) {
            return null;
        }
        @Nullable String domain = Network.hostName(address.substring(at + 1));
        StringBuilder iri = new StringBuilder(address.length() + 16).append("mailto:");
        return domain != null && appendLocalPart(iri, address.substring(0, at))
                ? iri.append('@').append(domain).toString()
                : null;
    }

    /** The address of a {@code mailto:} IRI as people write it; anything else as it is. */
    static String address(String iri) {
        if (!iri.regionMatches(true, 0, "mailto:", 0, 7)) {
            return iri;
        }
        StringBuilder address = new StringBuilder(iri.length());
        for (int i = 7; i < iri.length(); i++) {
            char c = iri.charAt(i);
            int escaped = c == '%' && i + 2 < iri.length()
                    ? (Ascii.hexDigit(iri.charAt(i + 1)) << 4) | Ascii.hexDigit(iri.charAt(i + 2))
                    : -1;
            if (escaped > ' ' && escaped < 0x7f) {
                address.append((char) escaped);
                i += 2;
            } else {
                address.append(c);
            }
        }
        return address.toString();
    }

    /** The characters of an atom (RFC 5322) and of other scripts; those that an IRI may not hold are escaped. */
    private static boolean appendLocalPart(StringBuilder iri, String local) {
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (Ascii.isLetter(c) || Ascii.isDigit(c) || "!$'*+-._~".indexOf(c) >= 0) {
                iri.append(c);
            } else if ("#%&/=?^`{|}".indexOf(c) >= 0) {
                iri.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else if (c >= 0xa0 && Character.isLetterOrDigit(c)) {
                iri.append(c);
            } else {
                return false;
            }
        }
        return true;
    }

    /** {@code tel:}, digits with or without a plus before, and an extension; null when it is no number. */
    static @Nullable String tel(String text) {
        String number = text.regionMatches(true, 0, "tel:", 0, 4) ? text.substring(4) : text;
        String extension = "";
        for (String mark : new String[] {";ext=", " ext. ", " ext ", " x"}) {
            int at = number.indexOf(mark);
            if (at > 0) {
                extension = number.substring(at + mark.length()).strip();
                number = number.substring(0, at);
                if (!Ascii.areDigits(extension) || extension.length() > MAX_TEL_DIGITS) {
                    return null;
                }
                break;
            }
        }
        @Nullable String digits = telDigits(number);
        if (digits == null) {
            return null;
        }
        String iri = "tel:".concat(digits);
        return extension.isEmpty() ? iri : iri.concat(";ext=").concat(extension);
    }

    private static @Nullable String telDigits(String number) {
        StringBuilder digits = new StringBuilder(number.length());
        int count = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (Ascii.isDigit(c)) {
                digits.append(c);
                count++;
            } else if (c == '+' && digits.isEmpty()) {
                digits.append(c);
            } else if (" -.()/".indexOf(c) < 0) {
                return null;
            }
        }
        return count >= MIN_TEL_DIGITS && count <= MAX_TEL_DIGITS ? digits.toString() : null;
    }
}
