package kith.ontology.delta;

import java.util.Optional;

/** What a log is about; control is compared and fetched first and whole. */
public enum Plane {
    CONTROL(0),
    DATA(1);

    private final int code;

    Plane(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<Plane> of(int code) {
        return switch (code) {
            case 0 -> Optional.of(CONTROL);
            case 1 -> Optional.of(DATA);
            default -> Optional.empty();
        };
    }
}
