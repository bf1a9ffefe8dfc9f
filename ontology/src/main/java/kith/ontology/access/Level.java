package kith.ontology.access;

import java.util.Optional;

/** What a grant allows, weakest first; grants go to a strictly weaker level than the granter's. */
public enum Level {
    RELAY(1),
    READER(2),
    WRITER(3),
    ADMIN(4),
    OWNER(5),
    ROOT(6);

    private final int code;

    Level(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<Level> of(long code) {
        for (Level level : values()) {
            if (level.code == code) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    public boolean isAtLeast(Level other) {
        return code >= other.code;
    }

    public boolean isStrongerThan(Level other) {
        return code > other.code;
    }
}
