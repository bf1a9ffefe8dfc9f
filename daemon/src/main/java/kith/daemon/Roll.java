package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Authority.Ending;
import kith.ontology.access.Authority.Said;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** Who has or had which right in a space, and whom a word means. Reads one authority; immutable. */
final class Roll {
    /** Digits of an id that people read. */
    static final int BRIEF_DIGITS = 8;

    private static final Pattern BLANKS = Pattern.compile("[\\s,]+");
    static final String STANDING = "standing";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");

    private final Authority authority;
    private final KeyId node;
    private final String ownName;
    private final Map<Bytes, Said<Act>> said = new HashMap<>();

    /** The roll as the device {@code node}, which its user calls {@code ownName}, sees it. */
    Roll(Authority authority, KeyId node, String ownName) {
        this.authority = authority;
        this.node = node;
        this.ownName = ownName;
        authority.said(Act.class).forEach(each -> said.put(each.delta().link(), each));
    }

    /** Everybody with their devices, the strongest first. */
    JsonArray members() {
        Map<KeyId, List<Grant>> persons = new LinkedHashMap<>();
        Comparator<Grant> order = Comparator.comparing((Grant grant) -> !isStanding(grant))
                .thenComparing(Grant::level, Comparator.reverseOrder())
                .thenComparing(this::since)
                .thenComparing(grant -> grant.id().value());
        authority.grants().stream()
                .sorted(order)
                .forEach(grant -> persons.computeIfAbsent(grant.person(), first -> new ArrayList<>())
                        .add(grant));
        Optional<KeyId> me = authority.grantOf(node).map(Grant::person);
        JsonArray members = new JsonArray();
        persons.forEach((person, grants) -> {
            JsonObject member = new JsonObject();
            member.addProperty("person", person.did());
            member.addProperty("me", me.filter(person::equals).isPresent());
            member.addProperty("state", state(grants.getFirst()));
            member.addProperty("level", word(grants.getFirst().level()));
            JsonArray devices = new JsonArray();
            grants.forEach(grant -> devices.add(row(grant)));
            member.add("devices", devices);
            members.add(member);
        });
        return members;
    }

    /** Rights of their own, ways in and bans. */
    JsonObject shares(long nowMillis) {
        JsonArray grants = new JsonArray();
        authority.grants().stream()
                .filter(grant -> grant.under().isEmpty())
                .sorted(Comparator.comparing(this::since)
                        .thenComparing(grant -> grant.id().value()))
                .forEach(grant -> grants.add(row(grant)));
        JsonArray invitations = new JsonArray();
        authority.invitations().stream()
                .sorted(Comparator.comparing(Authority.Invitation::link))
                .forEach(invitation -> invitations.add(row(invitation, nowMillis)));
        JsonArray bans = new JsonArray();
        authority.bans().forEach(ban -> bans.add(row(ban)));
        JsonObject shares = new JsonObject();
        shares.add("grants", grants);
        shares.add("invitations", invitations);
        shares.add("bans", bans);
        return shares;
    }

    JsonObject row(Grant grant) {
        JsonObject row = new JsonObject();
        row.addProperty("grant", grant.id().value().toHex());
        row.addProperty("person", grant.person().did());
        row.addProperty("device", grant.device().did());
        row.addProperty("name", name(grant));
        row.addProperty("thisDevice", grant.device().equals(node));
        allowed(grant.allowance(), row);
        grant.under().ifPresent(under -> row.addProperty("under", under.value().toHex()));
        row.addProperty("state", state(grant));
        maker(grant).ifPresent(act -> {
            row.addProperty("since", time(act.delta().clock()));
            row.addProperty("by", act.person().did());
        });
        ended(authority.endings(grant.id()), row);
        return row;
    }

    /** The first of what ended something. */
    private static void ended(Collection<Ending> endings, JsonObject row) {
        endings.stream()
                .min(Comparator.comparing(Ending::clock, Long::compareUnsigned))
                .ifPresent(ending -> {
                    JsonObject ended = new JsonObject();
                    ended.addProperty("by", ending.by().did());
                    ended.addProperty("time", time(ending.clock()));
                    ended.addProperty("reason", ending.reason());
                    ended.addProperty("act", ending.act().toHex());
                    row.add("ended", ended);
                });
    }

    private static void allowed(Allowance allowance, JsonObject row) {
        row.addProperty("level", word(allowance.level()));
        if (!allowance.scope().isAll()) {
            row.addProperty("scope", Scopes.words(allowance.scope()));
        }
        if (allowance.quotaBytes() != Allowance.UNLIMITED) {
            row.addProperty("quotaBytes", allowance.quotaBytes());
        }
    }

    private JsonObject row(Authority.Invitation invitation, long nowMillis) {
        JsonObject row = new JsonObject();
        row.addProperty("invitation", invitation.link().toHex());
        allowed(invitation.allowance(), row);
        Optional<Said<Act>> maker = Optional.ofNullable(said.get(invitation.link()));
        maker.ifPresent(act -> {
            row.addProperty("since", time(act.delta().clock()));
            row.addProperty("by", act.person().did());
        });
        boolean forDevice = maker.filter(act -> act.delta().root().author().equals(act.person()))
                .isPresent();
        row.addProperty("forDevice", forDevice);
        row.addProperty("expires", Standings.time(invitation.expiresMillis()));
        boolean expired = invitation.expiresMillis() <= nowMillis;
        String open = !invitation.usedBy().isEmpty() ? "used" : expired ? "expired" : "open";
        row.addProperty("state", invitation.isEnded() ? "ended" : open);
        ended(invitation.endings(), row);
        JsonArray usedBy = new JsonArray();
        invitation.usedBy().forEach(device -> usedBy.add(device.did()));
        row.add("usedBy", usedBy);
        return row;
    }

    private JsonObject row(Said<Act.Ban> ban) {
        JsonObject row = new JsonObject();
        row.addProperty("ban", ban.delta().link().toHex());
        row.addProperty("subject", ban.act().subject().did());
        row.addProperty("name", named(ban.act().subject()));
        row.addProperty("by", ban.person().did());
        row.addProperty("level", word(ban.level()));
        row.addProperty("time", time(ban.delta().clock()));
        row.addProperty("reason", ban.act().reason());
        return row;
    }

    /** What a device was called, or one of the person's; empty if neither is known. */
    private String named(KeyId key) {
        return authority.grants().stream()
                .filter(grant -> grant.device().equals(key) || grant.person().equals(key))
                .map(this::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whether a device was ever given a right, be it ended or not. */
    static boolean hadRight(Authority authority, KeyId device) {
        return authority.grants().stream().anyMatch(grant -> grant.device().equals(device));
    }

    boolean isStanding(Grant grant) {
        return authority.isStanding(grant.id());
    }

    private String state(Grant grant) {
        if (isStanding(grant)) {
            return STANDING;
        }
        boolean banned = authority.endings(grant.id()).stream()
                .map(ending -> said.get(ending.act()))
                .anyMatch(act -> act != null && act.act() instanceof Act.Ban);
        return banned ? "banned" : "ended";
    }

    /** What a device is called; the genesis says it of no device. */
    String name(Grant grant) {
        if (grant.id().equals(GrantId.ofGenesis(authority.space()))) {
            return grant.device().equals(node) ? ownName : "";
        }
        return grant.name();
    }

    /** A device and its person, for people. */
    String told(Grant grant) {
        String name = name(grant);
        return name.isEmpty()
                ? grant.person().brief()
                : name + " (" + grant.person().brief() + ")";
    }

    private Optional<Said<Act>> maker(Grant grant) {
        return Optional.ofNullable(said.get(grant.id().value()));
    }

    private Instant since(Grant grant) {
        return maker(grant).map(act -> HybridClock.instant(act.delta().clock())).orElse(Instant.EPOCH);
    }

    private static String time(long clock) {
        return HybridClock.instant(clock).toString();
    }

    /** The person's word for the device of a grant. */
    Optional<DeviceCertificate> certificate(Grant grant) {
        @Nullable Said<Act> maker = said.get(grant.id().value());
        if (maker == null) {
            return authority.said(Act.Vote.class).stream()
                    .map(vote -> vote.act().owner())
                    .filter(owner -> Authority.electedGrant(owner).equals(grant.id()))
                    .findFirst();
        }
        return switch (maker.act()) {
            case Act.Genesis genesis -> Optional.of(genesis.founder());
            case Act.Admit admit -> Optional.of(admit.claim().device());
            case Act.Give give -> Optional.of(give.device());
            case Act.Enrol enrol -> Optional.of(enrol.device());
            default -> Optional.empty();
        };
    }

    /** The person whom a word means. */
    KeyId person(String word) {
        List<Grant> meant = meant(word, grant -> true);
        Set<KeyId> persons = meant.stream().map(Grant::person).collect(Collectors.toSet());
        if (persons.size() > 1) {
            throw several(word, meant);
        }
        return meant.getFirst().person();
    }

    /** The one right that a word means: of its own if a person is named. */
    Grant grant(String word) {
        List<Grant> meant = meant(word, grant -> true);
        List<Grant> own = meant.size() == 1
                ? meant
                : meant.stream().filter(grant -> grant.under().isEmpty()).toList();
        if (own.size() != 1) {
            throw several(word, meant);
        }
        return own.getFirst();
    }

    /** The device of a person that a word means. */
    KeyId deviceOf(KeyId person, String word) {
        return device(word, grant -> grant.person().equals(person));
    }

    /** The device that a word means, of the rights among which it is looked for. */
    KeyId device(String word, Predicate<Grant> among) {
        List<Grant> meant = meant(word, among);
        Set<KeyId> devices = meant.stream().map(Grant::device).collect(Collectors.toSet());
        if (devices.size() > 1) {
            throw several(word, meant);
        }
        return meant.getFirst().device();
    }

    /** The ended rights that a word means, of one person: those of a device by its name, and all by that of the person. */
    List<Grant> ended(String word) {
        List<Grant> named = named(word, grant -> true);
        if (named.stream().map(Grant::person).distinct().count() > 1) {
            throw several(word, named);
        }
        return named.stream().filter(grant -> !isStanding(grant)).toList();
    }

    /** The rights that a word means: those that stand, if any does. */
    private List<Grant> meant(String word, Predicate<Grant> among) {
        List<Grant> all = named(word, among);
        List<Grant> standing = all.stream().filter(this::isStanding).toList();
        return standing.isEmpty() ? all : standing;
    }

    private List<Grant> named(String word, Predicate<Grant> among) {
        Predicate<Grant> fits = among.and(fitting(word));
        List<Grant> all = authority.grants().stream().filter(fits).toList();
        if (all.isEmpty() && ticket(word).isPresent()) {
            throw KithException.user(
                    Code.CONFLICT, "'" + word + "' is a ticket and no right: kith share revoke " + word + " ends it");
        }
        if (all.isEmpty()) {
            throw KithException.user(
                    Code.NOT_FOUND,
                    "nobody here is called '" + word + "'; kith member list shows whom there is, and kith invite lets"
                            + " in somebody new");
        }
        return all;
    }

    /** The ticket that digits of its id mean, where they mean no right: one that counts, or for a device of ours. */
    Optional<Said<Act.Invite>> ticket(String word) {
        Optional<KeyId> me = authority.grantOf(node).map(Grant::person);
        Set<Bytes> counting =
                authority.invitations().stream().map(Authority.Invitation::link).collect(Collectors.toSet());
        List<Said<Act.Invite>> meant = authority.said(Act.Invite.class).stream()
                .filter(each -> ID.matcher(word).matches()
                        && each.delta().link().toHex().startsWith(word))
                .filter(each -> counting.contains(each.delta().link())
                        || me.filter(each.delta().root().author()::equals).isPresent())
                .toList();
        boolean isRight = authority.grants().stream().anyMatch(fitting(word));
        return meant.size() == 1 && !isRight ? Optional.of(meant.getFirst()) : Optional.empty();
    }

    private Predicate<Grant> fitting(String word) {
        Optional<KeyId> key = key(word);
        if (key.isPresent()) {
            return grant -> grant.person().equals(key.get()) || grant.device().equals(key.get());
        }
        boolean id = ID.matcher(word).matches();
        return grant ->
                name(grant).equals(word) || (id && grant.id().value().toHex().startsWith(word));
    }

    /** The key that a word is the name of. */
    static Optional<KeyId> key(String word) {
        try {
            return word.startsWith("did:") ? Optional.of(KeyId.parse(word)) : Optional.<KeyId>empty();
        } catch (IllegalArgumentException e) {
            throw KithException.user(Code.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private KithException several(String word, Collection<Grant> meant) {
        return KithException.user(
                Code.CONFLICT,
                "'" + word + "' means several: "
                        + meant.stream()
                                .map(grant -> told(grant) + " by grant "
                                        + grant.id().value().slice(0, 4).toHex())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + "; name one by its grant");
    }

    /** The bans that ids mean. */
    Set<Bytes> bans(String ids) {
        return BLANKS.splitAsStream(ids.strip())
                .filter(id -> !id.isEmpty())
                .map(this::ban)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Bytes ban(String id) {
        List<Bytes> found = authority.bans().stream()
                .map(ban -> ban.delta().link())
                .filter(link -> ID.matcher(id).matches() && link.toHex().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw KithException.user(
                    Code.NOT_FOUND, "no ban begins with '" + id + "'; kith share list shows them, name 8 digits");
        }
        return Objects.requireNonNull(found.getFirst());
    }

    static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
