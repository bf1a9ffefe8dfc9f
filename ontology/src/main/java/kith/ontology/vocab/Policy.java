package kith.ontology.vocab;

/**
 * Which of several asserted values of one field is shown. In the profile a policy belongs to the predicate; a space may
 * set one of its own, also for the things of a class.
 *
 * <p>Values that are not shown are kept and listed as conflicts.
 */
public enum Policy {
    /** Every value. */
    ALL,
    /** The value with the greatest clock. */
    LATEST,
    /** The value with the least clock. */
    FIRST,
    /** The greatest value. */
    GREATEST,
    /** The least value. */
    LEAST;

    /** The name in Turtle and in messages: lower case. */
    public String word() {
        return switch (this) {
            case ALL -> "all";
            case LATEST -> "latest";
            case FIRST -> "first";
            case GREATEST -> "greatest";
            case LEAST -> "least";
        };
    }
}
