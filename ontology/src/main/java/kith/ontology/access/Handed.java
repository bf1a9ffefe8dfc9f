package kith.ontology.access;

import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * One line that people hand over: a prefix, a name for their eyes, {@code #}, and fields with a check against characters
 * lost on the way.
 *
 * @param what the line is called in complaints
 * @param known tags of its fields
 */
record Handed(String prefix, String what, Set<Integer> known) {
    private static final int CHECK_BYTES = 4;

    String text(String name, Tlv fields) {
        byte[] plain = fields.toArray();
        byte[] checked = new ByteWriter(plain.length + CHECK_BYTES)
                .bytes(plain)
                .bytes(check(plain))
                .toArray();
        return prefix + name + "#" + Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
    }

    /**
     * What {@code reading} makes of the fields of a line.
     *
     * @throws KithException USER, USAGE if the line is none of these, or lost characters on the way
     */
    <T> T parse(String text, Function<Tlv, T> reading) {
        String trimmed = text.strip();
        int hash = trimmed.lastIndexOf('#');
        if (!trimmed.startsWith(prefix) || hash < 0 || trimmed.length() > Ticket.MAX_TEXT_CHARS) {
            throw KithException.user(
                    Code.USAGE, "not a " + what + ": a " + what + " begins with " + prefix + " and has a #");
        }
        try {
            Bytes all = Bytes.owned(Base64.getUrlDecoder().decode(trimmed.substring(hash + 1)));
            if (all.length() < CHECK_BYTES) {
                throw new MalformedException("a " + what + " of " + all.length() + " bytes", 0);
            }
            Bytes fields = all.slice(0, all.length() - CHECK_BYTES);
            if (!check(fields.view()).equals(all.slice(fields.length(), all.length()))) {
                throw new MalformedException("a check that does not match", fields.length());
            }
            return reading.apply(Tlv.read(new ByteReader(fields), known));
        } catch (MalformedException | IllegalArgumentException e) {
            throw KithException.user(
                    Code.USAGE, "the " + what + " is damaged (" + e.getMessage() + "); copy it again, whole");
        }
    }

    private static Bytes check(byte[] fields) {
        return Bytes.sha256(fields).slice(0, CHECK_BYTES);
    }
}
