package kith.ontology.access;

import java.nio.ByteBuffer;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;

/**
 * What somebody is let do.
 *
 * @param level how much
 * @param scope where
 * @param quotaBytes payload bytes that one log may say, counted from its headers; what goes past them is void. A device has
 *     {@link #MAX_MEMBER_LOGS} such logs
 */
public record Allowance(Level level, Scope scope, long quotaBytes) {
    /** No quota. */
    public static final long UNLIMITED = 0;

    /**
     * Control logs in which one key speaks under one grant below admin, and data logs under one with a quota: their
     * incarnations are the first numbers.
     */
    public static final int MAX_MEMBER_LOGS = 8;
    /** Acts of such a control log; as many again it may tell of branches. */
    public static final int MAX_MEMBER_ACTS = 16;
    /** Devices enrolled under a person's grant below admin. */
    public static final int MAX_MEMBER_DEVICES = 16;

    private static final Bytes PAST_NUMBERS = incarnation(MAX_MEMBER_LOGS);
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

    /**
     * Whether a log under a grant of this may speak. What anybody below admin, or with a quota, can say is bounded by names
     * and numbers alone, so that all hold to the same, whatever reached them first.
     */
    public boolean letsSpeak(LogRoot log) {
        return !isNumbered(log.plane()) || log.incarnation().compareTo(PAST_NUMBERS) < 0;
    }

    /** Whether logs of a plane under a grant of this have numbers for incarnations. */
    public boolean isNumbered(Plane plane) {
        return plane == Plane.CONTROL ? !isOfAdmin() : quotaBytes != UNLIMITED;
    }

    /** The number past which no act of a control log under a grant of this counts. */
    public long mostActs() {
        return isOfAdmin() ? Long.MAX_VALUE : MAX_MEMBER_ACTS;
    }

    int mostDevices() {
        return isOfAdmin() ? Integer.MAX_VALUE : MAX_MEMBER_DEVICES;
    }

    /** Whether {@link #MAX_MEMBER_LOGS} and its like do not hold. */
    public boolean isOfAdmin() {
        return level.isAtLeast(Level.ADMIN);
    }

    /** A number as the incarnation of a log of a member. */
    public static Bytes incarnation(int number) {
        ByteBuffer bytes = ByteBuffer.allocate(LogRoot.INCARNATION_BYTES);
        bytes.putInt(LogRoot.INCARNATION_BYTES - Integer.BYTES, number);
        return Bytes.owned(bytes.array());
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
