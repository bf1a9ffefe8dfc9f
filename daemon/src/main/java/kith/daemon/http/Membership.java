package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in one space, and how that is changed. Each answer is the JSON that is sent. Safe from any thread;
 * calls wait until what they say would survive a power cut.
 *
 * <p>Somebody is named by the did:key of a person or device, by what a device is called, or by at least the first 8
 * digits of a grant. What names nobody is a {@link kith.ontology.fault.KithException}: NOT_FOUND, or CONFLICT if it
 * names several. What this node may not do is NOT_ALLOWED.
 *
 * <p>Every change answers {@code {"dryRun", "says": [...], "ends": [...], "gives": [...], "voids", "delta"?}}: in words
 * and as grants whose right it ends or gives, how many deltas stop counting, and the id of the last delta that says it.
 * With {@code dryRun} nothing is said, and the answer is the same but for the delta.
 */
public interface Membership {
    /**
     * What somebody is let do.
     *
     * @param can read, write, admin or owner
     * @param scope words such as {@code predicate=foaf:* deed=assert}; empty for everything
     * @param quotaBytes payload of one log; 0 for no quota
     * @param lifts ids of bans that are not to bind, with blanks between; empty for none
     */
    record Terms(String can, String scope, long quotaBytes, String lifts) {}

    /** What is to end. */
    enum What {
        /** Every right of a person. */
        MEMBER,
        /** One right, with the devices under it. */
        GRANT,
        /** A device of this node's person. */
        DEVICE,
        /** Every right that a person or device has or will be given, below this node's level. */
        BAN
    }

    /**
     * How something is to end.
     *
     * @param whom null for this device
     * @param since what is dated later counts no more; null to keep all that counts
     * @param keepNothing whether nothing at all is kept
     * @param reason for people, may be empty
     */
    record Ending(
            What what, @Nullable String whom, @Nullable String since, boolean keepNothing, String reason) {}

    /** Everybody: {@code [{"person", "me", "state", "level", "devices": [{"name", "device", "grant", ...}]}]}. */
    JsonArray members();

    /** {@code {"grants": [...], "invitations": [...], "bans": [...]}}. */
    JsonObject shares();

    /** Opens a way in: also {@code "ticket", "can", "expires"}. */
    JsonObject invite(Terms terms, Duration validity, boolean dryRun);

    /** Opens a way in for a further device of this node's person: as {@link #invite}. */
    JsonObject inviteDevice(Duration validity, boolean dryRun);

    /** Gives a further right to somebody known here. */
    JsonObject grant(String whom, Terms terms, boolean dryRun);

    JsonObject end(Ending ending, boolean dryRun);

    /**
     * Says again, as this node's own word, what somebody said whose right had ended: what is held here and void by that
     * end, once. Only for an admin. Also {@code "adopts", "asserts", "retracts", "left"}: deltas, facts said and taken
     * back, and deltas that the quota of this node has no room for.
     *
     * @param whom a device or a grant for what was said there, a person's did:key for all that the person said
     */
    JsonObject adopt(String whom, boolean dryRun);

    /** Lets in the bearer of a claim that came by hand. */
    JsonObject admit(String claim, boolean dryRun);

    /** Makes this node's person an owner by the key on paper, or votes that {@code person} becomes one. */
    JsonObject recover(@Nullable String paper, @Nullable String person, boolean dryRun);

    /** Whether a key on paper is that of this space: {@code {"fits", "says"}}. */
    JsonObject checkPaper(String paper);
}
