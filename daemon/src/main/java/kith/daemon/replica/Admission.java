package kith.daemon.replica;

/** The answer to somebody who comes with a ticket. */
public sealed interface Admission {
    record Admitted() implements Admission {}

    /** Not let in, for a reason that the holder of the ticket may know. */
    record Refused(String why) implements Admission {}

    /** The claim proves nothing: no answer is owed. */
    record Unproven() implements Admission {}
}
