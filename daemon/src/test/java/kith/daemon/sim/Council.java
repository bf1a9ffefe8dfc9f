package kith.daemon.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.testkit.Gen;
import org.apache.jena.sparql.core.Quad;

/** What is decided in a {@link World}: who may come in, who has to go, and what of theirs stands. */
final class Council {
    private static final long FAR = 1L << 46;

    private final Gen gen;
    private final List<Quad> quads;
    private final List<Home> homes;
    private final List<Outsider> outsiders;
    private final Statutes statutes;
    private final Oblivion oblivion;

    Council(Gen gen, List<Quad> quads, List<Home> homes, List<Outsider> outsiders) {
        this.gen = gen;
        this.quads = quads;
        this.homes = homes;
        this.outsiders = outsiders;
        this.statutes = new Statutes(gen, quads);
        this.oblivion = new Oblivion(gen);
    }

    /** Somebody who may, or thinks so, decides something. */
    void decides(Home home) {
        switch (gen.from(0, 12)) {
            case 0, 1, 2 -> letsIn(home, gen.pick(homes));
            case 3, 4 -> letsIn(home, gen.pick(outsiders));
            case 5, 6 -> home.says(give());
            case 7 -> enrols(home);
            case 8 -> home.says(cut(home.replica().authority(), home));
            case 9 -> home.says(ban(home));
            default -> home.says(statute(home.replica().authority()));
        }
    }

    /** Invites {@code guest}, who comes at once. */
    void letsIn(Home host, Home guest) {
        boolean in = guest.right().isPresent() || guest.number() == 0;
        if (!in) {
            Ticket ticket = ticket(host);
            Level level = gen.pickOf(Level.ADMIN, Level.ADMIN, Level.WRITER, Level.WRITER, Level.READER);
            host.says(new Act.Invite(ticket.key().id(), level, FAR));
            host.admits(Claim.make(
                    ticket,
                    guest.self().certificate(),
                    guest.self().name(),
                    guest.self().device()));
        }
    }

    private void letsIn(Home host, Outsider guest) {
        Ticket ticket = ticket(host);
        host.says(new Act.Invite(ticket.key().id(), allowance(), gen.oneIn(6) ? 1 : FAR, lifts(host)));
        host.admits(guest.claim(ticket));
    }

    private Ticket ticket(Home host) {
        return new Ticket(
                gen.bytes(Ticket.SEED_BYTES),
                host.replica().id(),
                "river",
                host.self().node(),
                List.of());
    }

    private Set<Bytes> lifts(Home host) {
        return gen.oneIn(3)
                ? host.replica().authority().bans().stream()
                        .map(ban -> ban.delta().link())
                        .limit(8)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private Allowance allowance() {
        Level level = gen.pickOf(Level.ADMIN, Level.WRITER, Level.WRITER, Level.WRITER, Level.READER, Level.RELAY);
        Scope scope = gen.oneIn(3) ? scope() : Scope.ALL;
        return new Allowance(level, scope, gen.oneIn(4) ? gen.from(1, 1_500) : Allowance.UNLIMITED);
    }

    private Scope scope() {
        String predicate = gen.pick(quads).getPredicate().getURI();
        Set<String> predicates = gen.coin() && !predicate.contains("*") ? Set.of(predicate) : Set.of();
        Set<String> graphs = gen.coin() ? Set.of(Scope.DEFAULT_GRAPH) : Set.of();
        return new Scope(
                graphs,
                Set.of(),
                predicates,
                gen.pickOf(
                        EnumSet.of(Scope.Deed.ASSERT),
                        EnumSet.of(Scope.Deed.ASSERT, Scope.Deed.RETRACT_OWN),
                        EnumSet.allOf(Scope.Deed.class)));
    }

    /** How a field is to be shown from now on. */
    Act statute(Authority authority) {
        return statutes.next(authority);
    }

    /** Somebody erases what it should not have heard. */
    void erases(Home home) {
        if (gen.oneIn(4)) {
            home.says(oblivion.act(gen.pick(homes)));
        } else {
            oblivion.erases(home);
        }
    }

    /** An erasure of anything. */
    Act erasure(Home witness) {
        return oblivion.act(witness);
    }

    /** A right for somebody's device, without their asking. */
    Act give() {
        return new Act.Give(someone(), "given", allowance(), Set.of());
    }

    private DeviceCertificate someone() {
        return gen.oneIn(4)
                ? gen.pick(homes).self().certificate()
                : gen.pick(outsiders).certificate();
    }

    /** A person lets an outsider's device act for it. */
    private void enrols(Home home) {
        Outsider device = gen.pick(outsiders);
        home.says(new Act.Enrol(DeviceCertificate.issue(home.self().person(), device.node(), 1), "another"));
    }

    /** Ends some right but the founder's; of what {@code witness} has heard a beginning stands, or all. */
    Act cut(Authority authority, Home witness) {
        List<Grant> grants = authority.grants().stream()
                .filter(grant -> !grant.id().equals(GrantId.ofGenesis(authority.space())))
                .sorted(Comparator.comparing(grant -> grant.id().value()))
                .toList();
        GrantId grant = grants.isEmpty()
                ? new GrantId(gen.bytes(GrantId.BYTES))
                : gen.pick(grants).id();
        List<LogState> logs = witness.logs().stream()
                .filter(log -> log.root().grant().equals(grant))
                .toList();
        return new Act.Cut(grant, gen.coin(), kept(witness, logs), "");
    }

    private Act ban(Home home) {
        DeviceCertificate someone = someone();
        List<LogState> logs = home.logs().stream()
                .filter(log -> log.root().author().equals(someone.device()))
                .toList();
        return new Act.Ban(gen.coin() ? someone.person() : someone.device(), kept(home, logs), "");
    }

    /** Of some logs what {@code witness} holds of them, of some less, of some nothing. */
    private List<Cutoff> kept(Home witness, List<LogState> logs) {
        List<Cutoff> kept = new ArrayList<>();
        for (LogState log : logs) {
            long seq =
                    gen.coin() ? log.head().seq() : gen.from(0, (int) log.head().seq());
            if (!gen.oneIn(5) && seq > 0) {
                kept.add(cutoff(witness, log.root().id(), seq));
            }
        }
        return kept;
    }

    private Cutoff cutoff(Home witness, LogId log, long seq) {
        Optional<Bytes> link = witness.replica().link(log, seq);
        return new Cutoff(new Dot(log, seq), gen.oneIn(12) ? gen.bytes(LogId.BYTES) : link.orElseThrow());
    }

    /** Ends a right whole; the branches that {@code witness} holds of its logs stand, each up to somewhere. */
    Act decision(GrantId grant, Home witness) {
        List<Cutoff> kept = new ArrayList<>();
        for (LogState log : witness.logs()) {
            long seq = gen.from(1, (int) Math.max(1, log.head().seq()));
            if (log.root().grant().equals(grant) && log.head().seq() > 0) {
                LogId id = log.root().id();
                kept.add(new Cutoff(
                        new Dot(id, seq), witness.replica().link(id, seq).orElseThrow()));
            }
        }
        return new Act.Cut(grant, true, kept, "two stories");
    }
}
