package kith.daemon.http;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what in a space, and how that is changed, as JSON resources. */
final class MembershipResource implements Resource {
    /** Greatest quota that is asked for: far more than any log has. */
    static final long MAX_QUOTA_BYTES = 1L << 50;

    private static final Duration MAX_VALIDITY = Duration.ofDays(365);
    private static final Duration VALIDITY = Duration.ofDays(2);
    private static final Set<String> LEVELS = Set.of("read", "write", "admin", "owner");
    private static final String DRY_RUN = "dryRun";
    private static final String WHOM = "whom";
    private static final Set<String> INVITE =
            Set.of("can", "scope", "quotaBytes", "liftBans", "expiresSeconds", "device", DRY_RUN);
    private static final Set<String> GRANT = Set.of(WHOM, "can", "scope", "quotaBytes", "liftBans", DRY_RUN);
    private static final Set<String> END = Set.of("what", WHOM, "since", "keepNothing", "reason", DRY_RUN);
    private static final Set<String> ADOPTION = Set.of(WHOM, DRY_RUN);
    private static final Set<String> ADMISSION = Set.of("claim", DRY_RUN);
    private static final Set<String> RECOVERY = Set.of("paper", "vote", DRY_RUN);
    private static final Set<String> PAPER = Set.of("paper");

    private final boolean body;
    private final Answering answering;

    /** What a resource does. */
    private interface Answering {
        JsonElement answer(Request request);
    }

    /** What a change does with what was sent. */
    private interface Changing {
        JsonElement change(Membership membership, JsonBody json);
    }

    private MembershipResource(boolean body, Answering answering) {
        this.body = body;
        this.answering = answering;
    }

    static Router addAll(Router router, Household household) {
        return router.add(
                        "GET",
                        "/v1/spaces/*/members",
                        get(request -> of(household, request).members()))
                .add(
                        "GET",
                        "/v1/spaces/*/shares",
                        get(request -> of(household, request).shares()))
                .add("POST", "/v1/spaces/*/invites", post(household, INVITE, MembershipResource::invite))
                .add("POST", "/v1/spaces/*/grants", post(household, GRANT, MembershipResource::grant))
                .add("POST", "/v1/spaces/*/ends", post(household, END, MembershipResource::end))
                .add("POST", "/v1/spaces/*/adoptions", post(household, ADOPTION, MembershipResource::adopt))
                .add("POST", "/v1/spaces/*/admissions", post(household, ADMISSION, MembershipResource::admit))
                .add("POST", "/v1/spaces/*/recoveries", post(household, RECOVERY, MembershipResource::recover))
                .add("POST", "/v1/spaces/*/paper", post(household, PAPER, MembershipResource::paper));
    }

    private static MembershipResource get(Answering answering) {
        return new MembershipResource(false, answering);
    }

    private static MembershipResource post(Household household, Set<String> known, Changing changing) {
        return new MembershipResource(
                true, request -> changing.change(of(household, request), JsonBody.of(request, known)));
    }

    private static Membership of(Household household, Request request) {
        return household.membership(request.segment(2));
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(Set.of());
        return body ? JsonBody.maxBytes(head) : 0;
    }

    @Override
    public void answer(Request request, Reply reply) {
        reply.json(200, answering.answer(request));
    }

    private static JsonElement invite(Membership membership, JsonBody json) {
        Duration validity = json.seconds("expiresSeconds", MAX_VALIDITY, VALIDITY);
        return json.flag("device")
                ? membership.inviteDevice(validity, json.flag(DRY_RUN))
                : membership.invite(terms(json), validity, json.flag(DRY_RUN));
    }

    private static JsonElement grant(Membership membership, JsonBody json) {
        return membership.grant(json.text(WHOM), terms(json), json.flag(DRY_RUN));
    }

    private static Membership.Terms terms(JsonBody json) {
        return new Membership.Terms(
                json.oneOf("can", LEVELS),
                orEmpty(json.textOrNull("scope")),
                json.number("quotaBytes", 0, MAX_QUOTA_BYTES, 0),
                orEmpty(json.textOrNull("liftBans")));
    }

    private static JsonElement end(Membership membership, JsonBody json) {
        String what = json.oneOf("what", Set.of("member", "grant", "device", "ban"));
        Membership.Ending ending = new Membership.Ending(
                Membership.What.valueOf(what.toUpperCase(Locale.ROOT)),
                what.equals("device") ? json.textOrNull(WHOM) : json.text(WHOM),
                json.textOrNull("since"),
                json.flag("keepNothing"),
                orEmpty(json.textOrNull("reason")));
        if (ending.since() != null && ending.keepNothing()) {
            throw Refusal.badRequest("since and keepNothing exclude each other");
        }
        return membership.end(ending, json.flag(DRY_RUN));
    }

    private static JsonElement adopt(Membership membership, JsonBody json) {
        return membership.adopt(json.text(WHOM), json.flag(DRY_RUN));
    }

    private static JsonElement admit(Membership membership, JsonBody json) {
        return membership.admit(json.text("claim"), json.flag(DRY_RUN));
    }

    private static JsonElement recover(Membership membership, JsonBody json) {
        @Nullable String paper = json.textOrNull("paper");
        @Nullable String vote = json.textOrNull("vote");
        if ((paper == null) == (vote == null)) {
            throw Refusal.badRequest("send either paper or vote");
        }
        return membership.recover(paper, vote, json.flag(DRY_RUN));
    }

    private static JsonElement paper(Membership membership, JsonBody json) {
        return membership.checkPaper(json.text("paper"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
