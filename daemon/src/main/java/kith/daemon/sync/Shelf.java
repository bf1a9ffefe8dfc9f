package kith.daemon.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;

/** One space as a session sees it. Safe from any thread; what takes time answers through a callback, on any thread. */
public interface Shelf {
    SpaceId space();

    /** Whether that device has a right here that holds: only then it is told anything. */
    boolean mayRead(KeyId device);

    /** Whether we have no right here yet and hope to get it from that node: then it is believed before it is known. */
    boolean isJoiningThrough(KeyId node);

    /** What we come with while we have no right here yet. */
    Optional<Claim> claim();

    /**
     * Weighs a stranger's claim. Answers empty if it was granted, the reason if it was refused; not at all if the claim
     * proves nothing.
     */
    void admit(Claim claim, Consumer<Optional<String>> then);

    /** A node that we believe says that we may not come in, or not any more: what to tell our user. */
    void refused(KeyId by, String why);

    /** A node speaks of the space with us: if it refused that before, it does no more. */
    void welcomed(KeyId by);

    /** In which order the logs moved here. */
    Journal journal();

    /** How often something that was held was given up: what a journal promised before that is no more. */
    int givenUp();

    /** How far each log counts: what may be told and sent. Costs next to nothing. */
    Frontier frontier();

    /** How far one log counts, 0 if not at all. */
    long counted(LogId log);

    /** How far one log is held, seen or unseen: what not to ask for. */
    long held(LogId log);

    /** Past which number nothing of a log is asked for: its author has no right there, as far as we know. */
    long sought(LogRoot log);

    /** Why a device that had a right here has none any more; empty for one that has, or never had. */
    Optional<String> ended(KeyId device);

    /** The link of a delta that is held, seen or unseen. */
    Optional<Bytes> link(LogId log, long seq);

    /** Whether it is a data log of our own: shown another branch of it we go on in a new log. */
    boolean isHealed(LogId log);

    /** A peer says that it holds another delta at that number than we. */
    void branched(LogId log, long seq);

    /** A peer left its branch of a log for ours. */
    void reunited(LogId log);

    Optional<LogRoot> root(LogId log);

    /** Up to which acts, by log and number, what was erased is off our disk. */
    Map<LogId, Long> erased();

    /** A peer says the same of its own disk. */
    void erasedBy(KeyId peer, Map<LogId, Long> upTo);

    /** Deltas of a log from a number on, as one run that ends in a signature; empty if there are none that count. */
    Optional<DeltaRun> read(LogId log, long fromSeq);

    /** The run of the control log that makes our own grant, from its beginning; empty if it is too long or unknown. */
    Optional<Message.Proof> proof();

    /** Takes deltas in, in the order offered. */
    void offer(List<VerifiedDelta> run, KeyId from, Consumer<Outcome> then);

    /**
     * Takes in acts by which {@code from} shows that it has a right here, if they do; else nothing of them is kept. Runs
     * {@code then} either way.
     */
    void prove(List<VerifiedDelta> run, KeyId from, Runnable then);

    /** How those who speak of the space share where its logs come from. */
    Supply supply();

    /** What became of an offer. */
    sealed interface Outcome {
        /** Durable up to that number. */
        record Stored(long seq) implements Outcome {}

        /** It does not continue what is held. */
        record Gap(long held) implements Outcome {}

        /** One author said two things at one place. */
        record Forked() implements Outcome {}

        /** It cannot be judged yet and there is no room to keep it until it can. */
        record NoRoom() implements Outcome {}
    }
}
