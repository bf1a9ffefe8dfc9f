package kith.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/** What a client wants to be sent, from its Accept header. Immutable. */
final class Accept {
    /** Entries of an Accept header that are looked at. */
    static final int MAX_ENTRIES = 100;

    private final List<Range> ranges;

    /** Something that can be sent, under any of its media types; the first is the one it is sent as. */
    record Offer<T>(T value, List<String> mediaTypes) {}

    private record Range(String type, String subtype, double quality) {
        /** 3 for the very type, 2 for type/*, 1 for all, 0 for none. */
        int fits(String mediaType) {
            int slash = mediaType.indexOf('/');
            if (type.equals("*")) {
                return 1;
            }
            if (!type.equals(mediaType.substring(0, slash))) {
                return 0;
            }
            if (subtype.equals("*")) {
                return 2;
            }
            return subtype.equals(mediaType.substring(slash + 1)) ? 3 : 0;
        }
    }

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Reads the values of all Accept headers; no header, or none that can be read, accepts everything. */
    static Accept parse(List<String> headers) {
        List<Range> ranges = new ArrayList<>();
        for (String header : headers) {
            for (String entry : header.split(",", MAX_ENTRIES)) {
                Range range = range(entry);
                if (range != null && ranges.size() < MAX_ENTRIES) {
                    ranges.add(range);
                }
            }
        }
        return new Accept(ranges.isEmpty() ? List.of(new Range("*", "*", 1)) : ranges);
    }

    /**
     * The offer that is wanted most; among equals the earlier one.
     *
     * @throws Refusal 406, naming what there is, if none is wanted
     */
    <T> T choose(List<Offer<T>> offers) {
        Offer<T> best = null;
        double most = 0;
        for (Offer<T> offer : offers) {
            double quality = quality(offer);
            if (quality > most) {
                best = offer;
                most = quality;
            }
        }
        if (best == null) {
            String there =
                    offers.stream().map(offer -> offer.mediaTypes().getFirst()).collect(Collectors.joining(", "));
            throw new Refusal(406, Code.USAGE, "nothing of what Accept wants can be sent", "there is " + there);
        }
        return best.value();
    }

    /** Whether this very media type is asked for by its name. */
    boolean names(String mediaType) {
        return ranges.stream().anyMatch(range -> range.fits(mediaType) == 3 && range.quality() > 0);
    }

    // The most specific range decides for a media type (RFC 9110, 12.5.1).
    private double quality(Offer<?> offer) {
        double best = 0;
        for (String mediaType : offer.mediaTypes()) {
            int closest = 0;
            double quality = 0;
            for (Range range : ranges) {
                int fits = range.fits(mediaType);
                if (fits > closest) {
                    closest = fits;
                    quality = range.quality();
                }
            }
            best = Math.max(best, quality);
        }
        return best;
    }

    private static @Nullable Range range(String entry) {
        String[] parts = entry.strip().toLowerCase(Locale.ROOT).split(";", -1);
        String mediaType = parts[0].strip();
        int slash = mediaType.indexOf('/');
        if (slash <= 0 || slash == mediaType.length() - 1) {
            return null;
        }
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("q=")) {
                quality = quality(part.substring(2));
            }
        }
        return new Range(mediaType.substring(0, slash), mediaType.substring(slash + 1), quality);
    }

    private static double quality(String text) {
        try {
            return Math.clamp(Double.parseDouble(text), 0.0, 1.0);
        } catch (NumberFormatException bad) {
            return 0;
        }
    }
}
