package kith.ontology.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Claim;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** Certificates, tickets, claims and acts of authority, sound ones and others. */
public final class SomeActs {
    private static final int DEVICES = 6;

    private SomeActs() {}

    /** A device, the same for the same number. */
    public static SigningKey device(int number) {
        return SomeDeltas.key("device " + number);
    }

    /** The person of the same number certifies that device. */
    public static DeviceCertificate certificate(int number) {
        return DeviceCertificate.issue(
                SomeDeltas.key("person " + number), device(number).id(), 1_000L + number);
    }

    public static Ticket ticket(Gen gen, SpaceId space) {
        return new Ticket(
                gen.bytes(Ticket.SEED_BYTES),
                space,
                gen.word(),
                device(gen.from(0, DEVICES - 1)).id(),
                gen.list(0, Ticket.MAX_ADDRESSES, () -> gen.word() + ":" + gen.from(1, 65_535)));
    }

    public static Claim claim(Gen gen, Ticket ticket) {
        int joiner = gen.from(0, DEVICES - 1);
        return Claim.make(ticket, certificate(joiner), gen.text(40), device(joiner));
    }

    public static Act act(Gen gen) {
        SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
        return gen.either(
                () -> new Act.Genesis(
                        gen.word(),
                        someCertificate(gen),
                        gen.coin() ? Optional.of(someKey(gen)) : Optional.empty(),
                        gen.from(0, 5),
                        gen.coin() ? Optional.of(space) : Optional.empty()),
                () -> new Act.Invite(someKey(gen), allowance(gen), gen.magnitude(62), links(gen)),
                () -> new Act.Admit(claim(gen, ticket(gen, space)), gen.bytes(LogId.BYTES)),
                () -> new Act.Give(someCertificate(gen), gen.text(40), allowance(gen), links(gen)),
                () -> new Act.Enrol(someCertificate(gen), gen.text(40)),
                () -> new Act.Cut(
                        new GrantId(gen.bytes(GrantId.BYTES)),
                        gen.coin(),
                        gen.list(0, 4, () -> cutoff(gen)),
                        gen.text(40)),
                () -> new Act.Ban(someKey(gen), gen.list(0, 4, () -> cutoff(gen)), gen.text(40)),
                () -> new Act.Erase(gen.list(0, 4, () -> cutoff(gen)), restated(gen)),
                () -> new Act.Rule(
                        "http://example.org/" + gen.word(),
                        gen.coin() ? Optional.of("http://example.org/" + gen.word()) : Optional.empty(),
                        gen.pickOf(Policy.values()),
                        links(gen)),
                () -> new Act.Shape(gen.word(), Set.copyOf(gen.list(0, 6, () -> triple(gen))), links(gen)),
                () -> new Act.Vote(someCertificate(gen), gen.text(40)),
                () -> new Act.Succession(space),
                () -> new Act.Close(gen.list(0, 4, () -> cutoff(gen))),
                () -> branch(gen));
    }

    private static Act.Branch branch(Gen gen) {
        SigningKey author = device(gen.from(0, DEVICES - 1));
        LogRoot root = SomeDeltas.root(gen, author, Plane.CONTROL);
        LogHead head = SomeDeltas.head(gen, root);
        return new Act.Branch(root, SomeDeltas.run(head, SomeDeltas.chain(gen, root, head, author)));
    }

    private static DeviceCertificate someCertificate(Gen gen) {
        return certificate(gen.from(0, DEVICES - 1));
    }

    private static KeyId someKey(Gen gen) {
        return new KeyId(gen.bytes(KeyId.BYTES));
    }

    private static Set<Bytes> links(Gen gen) {
        return Set.copyOf(gen.list(0, 3, () -> gen.bytes(LogId.BYTES)));
    }

    private static Cutoff cutoff(Gen gen) {
        return new Cutoff(new Dot(new LogId(gen.bytes(LogId.BYTES)), 1 + gen.magnitude(61)), gen.bytes(LogId.BYTES));
    }

    private static Map<Dot, SortedSet<Integer>> restated(Gen gen) {
        Map<Dot, SortedSet<Integer>> restated = new HashMap<>();
        for (int i = gen.from(0, 3); i > 0; i--) {
            Dot dot = new Dot(new LogId(gen.bytes(LogId.BYTES)), 1 + gen.magnitude(61));
            restated.put(dot, new TreeSet<>(gen.list(1, 4, () -> gen.from(0, 65_535))));
        }
        return restated;
    }

    private static Quad triple(Gen gen) {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("http://example.org/" + gen.word()),
                NodeFactory.createURI("http://example.org/" + gen.word()),
                NodeFactory.createLiteralString(gen.text(20)));
    }

    /** A level, of all things or of some. */
    public static Allowance allowance(Gen gen) {
        return new Allowance(
                gen.pickOf(Level.values()), gen.coin() ? Scope.ALL : scope(gen), gen.from(0, 1) * gen.magnitude(40));
    }

    /** A scope of a few patterns. */
    public static Scope scope(Gen gen) {
        return new Scope(
                Set.copyOf(gen.list(0, 2, () -> gen.oneIn(4) ? Scope.DEFAULT_GRAPH : pattern(gen))),
                Set.copyOf(gen.list(0, 2, () -> pattern(gen))),
                Set.copyOf(gen.list(0, 2, () -> pattern(gen))),
                Set.copyOf(gen.list(1, 3, () -> gen.pickOf(Scope.Deed.values()))));
    }

    private static String pattern(Gen gen) {
        return "http://example.org/" + gen.word() + gen.pickOf("", "/*", "#*", ":*");
    }

    /** A certificate as bytes that nobody signed. */
    public static DeviceCertificate unsigned(Gen gen) {
        return new DeviceCertificate(
                new KeyId(gen.bytes(KeyId.BYTES)),
                new KeyId(gen.bytes(KeyId.BYTES)),
                gen.magnitude(62),
                new Signature(gen.bytes(Signature.BYTES)));
    }
}
