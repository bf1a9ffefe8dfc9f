package kith.daemon.replica;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import kith.daemon.store.SpaceStore;
import kith.ontology.delta.Dot;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Deltas and moments of a space, by what people type for them. Safe from any thread. */
public final class Moments {
    /** Fewest digits of a delta's id. */
    public static final int MIN_DIGITS = 8;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{" + MIN_DIGITS + ",64}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    /** Clocks are positive numbers of 64 bits, 48 of them milliseconds. */
    private static final long MAX_MILLIS = 1L << 47;
    /** Ids named when several deltas begin alike. */
    private static final int MAX_NAMED = 5;

    private final SpaceStore store;

    public Moments(SpaceStore store) {
        this.store = store;
    }

    /**
     * The delta whose link begins so.
     *
     * @param id 8 to 64 hexadecimal digits
     * @throws KithException USAGE if it is no id, NOT_FOUND if no delta held has it, CONFLICT if several have
     */
    public SignedDelta delta(String id) {
        String digits = id.toLowerCase(Locale.ROOT);
        if (!ID.matcher(digits).matches()) {
            throw KithException.user(
                    Code.USAGE,
                    "a delta is named by " + MIN_DIGITS + " to 64 hexadecimal digits, as kith log shows them");
        }
        List<Dot> found = store.find(digits, MAX_NAMED);
        if (found.isEmpty()) {
            throw KithException.user(Code.NOT_FOUND, "no delta " + digits + " is held in space " + store.name());
        }
        List<SignedDelta> deltas =
                found.stream().map(dot -> store.delta(dot).orElseThrow()).toList();
        if (deltas.size() > 1) {
            throw KithException.user(
                    Code.CONFLICT,
                    "several deltas begin with " + digits + "; give more digits: "
                            + String.join(
                                    ", ",
                                    deltas.stream()
                                            .map(delta -> delta.link().toHex().substring(0, 16))
                                            .toList()));
        }
        return deltas.getFirst();
    }

    /**
     * The last clock that belongs to a moment: that of a delta; else of a time such as {@code 2026-11-20T09:14:00Z}, or
     * of a day in UTC, which stands for its beginning.
     *
     * @throws KithException as {@link #delta}; USAGE if it is neither delta nor time
     */
    public long clock(String moment) {
        if (ID.matcher(moment.toLowerCase(Locale.ROOT)).matches()) {
            return delta(moment).entry().clock();
        }
        long millis = instant(moment).toEpochMilli();
        if (millis < 0 || millis >= MAX_MILLIS) {
            throw KithException.user(Code.USAGE, "a time lies between 1970 and 6429");
        }
        return HybridClock.last(millis);
    }

    private static Instant instant(String moment) {
        try {
            return DATE.matcher(moment).matches()
                    ? LocalDate.parse(moment).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(moment).toInstant();
        } catch (DateTimeException e) {
            throw KithException.user(
                    Code.USAGE,
                    "a moment is a delta's id, a time such as 2026-11-20T09:14:00Z, or a day such as 2026-11-20");
        }
    }
}
