package kith.daemon.bench;

import java.util.Map;

/**
 * What engines are asked about a set of quads.
 *
 * @param questions by their titles; each is a SELECT
 * @param hasUpdates whether the set takes the updates of {@link SocialUpdates}
 */
record Workload(Map<String, String> questions, boolean hasUpdates) {
    /** The set of {@link SocialSet}; every other workload is one of {@link OpenSets}. */
    static final String SOCIAL = "social";

    static Workload of(String name) {
        return name.equals(SOCIAL)
                ? new Workload(SocialQuestions.all(), true)
                : new Workload(OpenQuestions.of(name), false);
    }
}
