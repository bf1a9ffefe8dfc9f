package kith.ontology.access;

import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Tlv;

/**
 * What somebody is let do.
 *
 * @param level how much
 * @param scope where
 * @param quotaBytes payload bytes that one log may say, counted from its headers; what goes past them is void
 */
public record Allowance(Level level, Scope scope, long quotaBytes) {
    /** No quota. */
    public static final long UNLIMITED = 0;

    private static final int LEVEL = 2;
    private static final int SCOPE = 4;
    private static final int QUOTA = 6;
    private static final Set<Integer> KNOWN = Set.of(LEVEL, SCOPE, QUOTA);

    /** All that the level allows. */
    public static Allowance of(Level level) {
        return new Allowance(level, Scope.ALL, UNLIMITED);
    }

    /** Whether whoever is allowed this may give {@code other}: of a weaker level, and no wider. */
    boolean mayGive(Allowance other) {
        return level.isStrongerThan(other.level) && scope.contains(other.scope);
    }

    /** The quota as a number to compare. */
    long room() {
        return quotaBytes == UNLIMITED ? Long.MAX_VALUE : quotaBytes;
    }

    Tlv fields() {
        Tlv fields = new Tlv().withNumber(LEVEL, level.code());
        if (!scope.isAll()) {
            fields.with(SCOPE, scope.bytes());
        }
        return quotaBytes == UNLIMITED ? fields : fields.withNumber(QUOTA, quotaBytes);
    }

    static Allowance read(ByteReader in) {
        Tlv fields = Tlv.read(in, KNOWN);
        Level level = Level.of(fields.number(LEVEL)).orElseThrow(() -> in.malformed("unknown level"));
        Scope scope = fields.field(SCOPE)
                .map(bytes -> Scope.read(new ByteReader(bytes)))
                .orElse(Scope.ALL);
        long quota = fields.field(QUOTA).isPresent() ? fields.number(QUOTA) : UNLIMITED;
        return new Allowance(level, scope, quota);
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter();
        fields().write(out);
        return out.toArray();
    }
}
