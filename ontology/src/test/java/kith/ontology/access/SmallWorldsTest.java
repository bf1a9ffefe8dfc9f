package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Citizens;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Politics;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** Every history of a few acts by three keys, and every order in which a few deltas can be heard. */
final class SmallWorldsTest {
    private static final Authority NOTHING = Authority.of(Citizens.SPACE, List.of());
    private static final boolean LONG = Boolean.getBoolean("kith.long");
    private static final LogRoot FOUNDING =
            LogRoot.founding(Citizens.person(0).device(0), Bytes.owned(new byte[LogRoot.INCARNATION_BYTES]));

    /** The founder, an owner beside, an admin: each under a grant that the start of the history makes. */
    private static final List<LogRoot> LOGS = List.of(FOUNDING, log(1), log(2));

    private static final List<Function<Integer, Act>> ACTS = List.of(
            said -> new Act.Give(Citizens.person(3).certificate(0), "cy", Allowance.of(Level.ADMIN), Set.of()),
            said -> new Act.Cut(grant(1), true, List.of(), ""),
            said -> new Act.Cut(grant(2), true, List.of(), ""),
            said -> new Act.Cut(grant(2), false, List.of(), ""),
            said -> new Act.Ban(Citizens.person(2).id(), List.of(), ""),
            said -> new Act.Enrol(Citizens.person(2).certificate(1), "more"),
            said -> new Act.Admit(Citizens.claim(3, 0), link(3)),
            said -> new Act.Cut(grant(3), true, List.of(), ""),
            said -> new Act.Cut(grant(3), true, List.of(new Cutoff(new Dot(log(2).id(), 1), link(9))), ""),
            said -> new Act.Vote(Citizens.person(3).certificate(0), "cy"));
    private static final int WORDS = LOGS.size() * ACTS.size();

    @Seeds(value = 20, many = 2_000)
    void allOrdersOfSixDeltasAmountToTheSame(Gen gen) {
        Politics politics = Politics.of(gen, gen.from(12, 40), Optional.of(Citizens.PAPER));
        List<ControlDelta> some =
                politics.control().subList(0, Math.min(6, politics.control().size()));
        List<Object> once = Reading.answers(NOTHING.again(some), politics.roots());

        for (List<ControlDelta> order : orders(some)) {
            assertEquals(once, Reading.answers(NOTHING.again(order), politics.roots()));
        }
    }

    @Test
    void everyHistoryOfAFewActsByThreeKeysIsReadAsSpecified() {
        int depth = LONG ? 4 : 3;

        for (int number = 0; number < Math.pow(WORDS, depth); number++) {
            List<ControlDelta> deltas = history(number, depth);
            Reading reading = new Reading(deltas, List.of(), List.of());
            assertEquals(
                    reading.of(PlainAuthority.of(Citizens.SPACE, deltas, signed -> true)),
                    reading.of(NOTHING.again(deltas)));
        }
    }

    /** Of six deltas after the genesis, three of which any of three keys may have said. */
    @Test
    void suchAHistoryAmountsToTheSameInEveryOrder() {
        int step = LONG ? 1 : 499;

        for (int number = 0; number < Math.pow(WORDS, 3); number += step) {
            List<ControlDelta> deltas = history(number, 3);
            List<Object> once = Reading.answers(NOTHING.again(deltas), LOGS);
            for (List<ControlDelta> order : orders(deltas.subList(1, deltas.size()))) {
                List<ControlDelta> whole = new ArrayList<>(order);
                whole.add(number % (order.size() + 1), deltas.getFirst());
                assertEquals(once, Reading.answers(NOTHING.again(whole), LOGS));
            }
        }
    }

    private static List<ControlDelta> history(int number, int depth) {
        List<ControlDelta> deltas = start();
        for (int i = 0, rest = number; i < depth; i++, rest /= WORDS) {
            LogRoot log = LOGS.get(rest % LOGS.size());
            say(deltas, log, ACTS.get(rest % WORDS / LOGS.size()).apply(i), link(9 + i));
        }
        return deltas;
    }

    private static List<ControlDelta> start() {
        List<ControlDelta> deltas = new ArrayList<>();
        Act genesis = new Act.Genesis(
                "river", Citizens.person(0).certificate(0), Optional.of(Citizens.PAPER), 2, Optional.empty());
        say(deltas, FOUNDING, genesis, Citizens.SPACE.value());
        LogRoot paper = new LogRoot(
                Citizens.SPACE,
                Citizens.PAPER,
                Bytes.owned(new byte[LogRoot.INCARNATION_BYTES]),
                Plane.CONTROL,
                GrantId.ofGenesis(Citizens.SPACE));
        say(deltas, paper, give(1, Level.OWNER), link(1));
        say(deltas, FOUNDING, give(2, Level.ADMIN), link(2));
        Act invite = new Act.Invite(Citizens.ticket(0).key().id(), Level.WRITER, 1);
        say(deltas, FOUNDING, invite, link(3));
        return deltas;
    }

    private static Act give(int person, Level level) {
        return new Act.Give(Citizens.person(person).certificate(0), "given", Allowance.of(level), Set.of());
    }

    private static LogRoot log(int person) {
        // The admin speaks with the key of the person: that one also lets devices in.
        return new LogRoot(
                Citizens.SPACE,
                person == 2
                        ? Citizens.person(person).id()
                        : Citizens.person(person).device(0),
                Bytes.owned(new byte[LogRoot.INCARNATION_BYTES]),
                Plane.CONTROL,
                grant(person));
    }

    private static GrantId grant(int person) {
        return new GrantId(link(person));
    }

    private static Bytes link(int number) {
        return Bytes.sha256(Bytes.utf8("link " + number).view());
    }

    private static void say(List<ControlDelta> deltas, LogRoot log, Act act, Bytes link) {
        List<ControlDelta> before =
                deltas.stream().filter(delta -> delta.root().equals(log)).toList();
        Bytes previous = before.isEmpty() ? log.id().value() : before.getLast().link();
        deltas.add(new ControlDelta(log, new Dot(log.id(), before.size() + 1), 1, previous, link, act));
    }

    private static <T> List<List<T>> orders(List<T> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        return IntStream.range(0, all.size())
                .boxed()
                .flatMap(first -> {
                    List<T> rest = new ArrayList<>(all);
                    T head = rest.remove((int) first);
                    return orders(rest).stream().map(order -> {
                        List<T> whole = new ArrayList<>(List.of(head));
                        whole.addAll(order);
                        return whole;
                    });
                })
                .toList();
    }
}
