package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon can be asked about itself, and told to do; the door turns it into resources. Each answer is the
 * JSON that is sent. Called from several worker threads, which may be kept waiting.
 *
 * <p>What cannot be done is a {@link kith.ontology.fault.KithException} with the fitting code.
 */
public interface Household {
    /** {@code {"status", "version", "pid", "since", "home"}}. */
    JsonObject health();

    /** {@code {"node": {...}, "spaces": [...], "peers": [...]}}. */
    JsonObject status();

    /** Begins to end the daemon; called when the client has its answer. */
    void stop();

    /** All spaces, as in {@link #space} but without the particulars. */
    JsonArray spaces();

    /**
     * Founds a space.
     *
     * <p>With a key on paper its text is in the answer as {@code paper}, this once: it is kept nowhere.
     */
    JsonObject createSpace(String name, Founding founding);

    /**
     * How a space is founded.
     *
     * @param paper whether a key on paper stands above its owners
     * @param quorum how many admins together install an owner; 0 for none
     * @param succeeds id of the space whose place it takes; empty for none
     */
    record Founding(boolean paper, int quorum, String succeeds) {}

    /** One space with its particulars; NOT_FOUND if there is none of that name. */
    JsonObject space(String name);

    /** The space, after admission; NOT_ALLOWED, UNREACHABLE or TIMED_OUT if there was none. */
    JsonObject join(String ticket, Duration patience);

    /**
     * What a ticket is for, before it is used: {@code {"space", "id", "here", "node", "addresses", "level"?}}; the level
     * only where the invitation is held here. USAGE if it is no ticket, or its maker cannot be called.
     */
    JsonObject ticket(String ticket);

    JsonArray peers();

    JsonObject addPeer(String node, String address);

    /**
     * {@code {"inStep", "peers", "spaces"}}.
     *
     * @param space the only one to look at; null for all
     * @param wait whether to answer only when in step, or with TIMED_OUT
     */
    JsonObject sync(@Nullable String space, boolean wait, Duration patience);

    /** Single peers, and the way to them. */
    Neighbours neighbours();

    /** The newest deltas of a space, newest first. */
    JsonArray log(String space, int limit);

    /** What of a space is in conflict; NOT_FOUND if there is none of that name. */
    Conflicts conflicts(String space);

    /** What was said in a space, when and by whom; NOT_FOUND if there is none of that name. */
    Chronicle chronicle(String space);

    /** The rules and shapes of a space; NOT_FOUND if there is none of that name. */
    Rulebook rulebook(String space);

    /** What takes away for ever what was said in a space; NOT_FOUND if there is none of that name. */
    Eraser eraser(String space);

    /** Who may do what in a space; NOT_FOUND if there is none of that name. */
    Membership membership(String space);

    /** Deltas carried by hand. */
    Bundles bundles();

    /** Backup, verification, compaction. */
    Upkeep upkeep();

    /** The claim that a node with this ticket makes, as a line to be carried by hand: {@code {"claim", "space"}}. */
    JsonObject claim(String ticket);

    /**
     * Ends this node's own right in a space and removes the space from this home: {@code {"dryRun", "says", "removed"}}.
     *
     * @param allDevices whether the person leaves with all devices
     * @param now whether the space is removed before anybody was told
     */
    JsonObject leave(String space, boolean allDevices, boolean now, boolean dryRun);

    /** {@code {"person", "device", "name", "since", "file", "sealed", "spaces": [...]}}. */
    JsonObject keys();

    /**
     * Makes a new device key for this node, which it has from its next start on; the rights of the old one end.
     *
     * <p>Answers {@code {"dryRun", "says": [...], "sealed", "was", "now"?, "spaces": [{"space", "carried"}]}}. With {@code
     * dryRun} nothing is done. NOT_ALLOWED if the person's key is elsewhere or the passphrase does not open the key
     * file; CONFLICT if a space cannot be carried over that is not named in {@code without}, or if the key was changed
     * since the start.
     */
    JsonObject rotateKey(Rotating wish);

    /**
     * How the device key is changed.
     *
     * @param passphrase of the key file; null if none was sent
     * @param without names of spaces, with blanks between, in which this node may lose its right
     */
    record Rotating(@Nullable String passphrase, String without, boolean dryRun) {
        /** Never the secret. */
        @Override
        public String toString() {
            return "rotating without " + without;
        }
    }

    /** Why what is written in a space here now may count nowhere else; empty if nothing is known to speak against it. */
    Optional<String> doubt(String space);

    /** {@code {"checks": [...]}}. */
    JsonObject doctor();
}
