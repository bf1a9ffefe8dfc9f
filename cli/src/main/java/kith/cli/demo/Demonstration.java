package kith.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kith.cli.client.Kithd;
import kith.cli.client.Refusal;
import kith.cli.client.Reply;
import kith.cli.client.Visit;
import kith.cli.json.Json;
import kith.cli.registry.Change;
import kith.cli.registry.Questions;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingCard;
import kith.cli.registry.ThingName;
import kith.cli.registry.Updates;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;

/**
 * Several nodes on loopback, each a process of its own, come to the same description: joined by tickets, one of them
 * away while two others edit, and back again. Run once.
 */
public final class Demonstration implements AutoCloseable {
    /** Fewest nodes: two that edit, and one that is away meanwhile. */
    public static final int MIN_NODES = 3;

    /** Most nodes. */
    public static final int MAX_NODES = 9;

    private static final List<String> NAMES =
            List.of("alder", "birch", "cedar", "hazel", "larch", "maple", "rowan", "willow", "yew");
    private static final String SPACE = "demo";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 20;

    private final Path folder;
    private final Path example;
    private final boolean keeps;
    private final List<DemoNode> nodes = new ArrayList<>();
    private final Teller teller;
    private volatile boolean ending;
    private final Thread ender = new Thread(this::end, "kith-demo-end");

    /** Takes the parts of the story, one at a time. */
    public interface Teller {
        /** What is about to happen. */
        void begins(String what) throws IOException;

        /** What happened, and how long it took. */
        void ends(String outcome, Duration took) throws IOException;
    }

    /**
     * What there is to show.
     *
     * @param example the document that one node reads
     * @param nodes {@link #MIN_NODES} to {@link #MAX_NODES}
     * @param keeps whether the homes stay when all is over
     */
    public record Plan(Kithd kithd, Path example, int nodes, boolean keeps) {}

    public Demonstration(Plan plan, Teller teller) {
        if (plan.nodes < MIN_NODES || plan.nodes > MAX_NODES) {
            throw new IllegalArgumentException("nodes: " + plan.nodes);
        }
        this.example = plan.example;
        this.keeps = plan.keeps;
        this.teller = teller;
        try {
            folder = Files.createTempDirectory("kith-demo-");
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "no temporary folder can be made: " + e.getMessage(), "kith doctor");
        }
        for (String name : NAMES.subList(0, plan.nodes)) {
            nodes.add(new DemoNode(name, plan.kithd, folder));
        }
        Runtime.getRuntime().addShutdownHook(ender);
    }

    public Path folder() {
        return folder;
    }

    /**
     * Plays it all.
     *
     * @return whether every node gives the same answers at the end
     */
    public boolean play() throws IOException {
        try {
            return told();
        } catch (Refusal e) {
            if (ending) {
                throw Refusal.of(Code.INTERRUPTED, "interrupted", "");
            }
            throw e;
        }
    }

    private boolean told() throws IOException {
        DemoNode first = nodes.get(0);
        DemoNode second = nodes.get(1);
        DemoNode absent = nodes.get(nodes.size() - 1);
        begin();
        first.visit().createSpace(SPACE);
        read(first);
        join(first);
        Thing person = someone(first);
        String who = person.name();
        step("stop " + absent.name(), () -> {
            absent.stop();
            return absent.name() + " is away";
        });
        step("edit " + who + " on " + first.name() + " and on " + second.name(), () -> {
            edit(first, person, List.of("note=met at the mill", "tag+=seen-by-" + first.name()));
            edit(second, person, List.of("phone=+31 15 000 0001", "tag+=seen-by-" + second.name()));
            return "two changes, signed by two keys";
        });
        step("bring " + absent.name() + " back", () -> {
            absent.beginStart();
            absent.endStart();
            agree();
            return absent.name() + " caught up with " + bytes(absent.received()) + " from its peers";
        });
        return compare(person);
    }

    /** Ends every node and removes every trace, unless the homes are kept. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException endingAlready) {
            return;
        }
        end();
    }

    private void begin() throws IOException {
        step("start " + nodes.size() + " daemons, each with keys of its own, in " + folder, () -> {
            nodes.forEach(DemoNode::beginInit);
            nodes.forEach(DemoNode::endInit);
            nodes.forEach(DemoNode::beginStart);
            nodes.forEach(DemoNode::endStart);
            return String.join(", ", NAMES.subList(0, nodes.size())) + " listen on loopback";
        });
    }

    private void read(DemoNode node) throws IOException {
        step("import " + example.getFileName() + " on " + node.name(), () -> {
            try (InputStream document = Files.newInputStream(example)) {
                Visit.Parcel parcel = new Visit.Parcel("text/turtle", document, Files.size(example));
                Json receipt = node.visit().importing(SPACE, Map.of(), parcel, line -> {});
                return receipt.number("added", 0) + " facts in " + receipt.number("deltas", 1) + " signed changes";
            }
        });
    }

    private void join(DemoNode host) throws IOException {
        for (DemoNode guest : nodes.subList(1, nodes.size())) {
            step("invite " + guest.name() + ", which joins with the ticket", () -> {
                Json invitation = host.visit().invite(SPACE, "write", Duration.ofHours(1));
                guest.visit().join(invitation.at("ticket").text(), PATIENCE);
                await(guest, host.visit().space(SPACE));
                return guest.name() + " holds all of it, " + bytes(guest.received()) + " from its peers";
            });
        }
    }

    private Thing someone(DemoNode node) {
        Kind person = person();
        List<Thing> people =
                new Registry(node.visit(), SPACE).ask(Questions.list(person, person.fields(), List.of(), false));
        return people.stream()
                .filter(thing -> !thing.handle().isEmpty())
                .min(Comparator.comparing(Thing::handle))
                .orElseThrow(() -> Refusal.of(Code.NOT_FOUND, "the example names no person", ""));
    }

    private static void edit(DemoNode node, Thing person, List<String> changes) {
        Registry registry = new Registry(node.visit(), SPACE);
        List<Updates.Said> said = registry.terms(Change.parse(person(), changes));
        node.visit().update(SPACE, Map.of(), Updates.set(List.of(person.term()), said));
    }

    private boolean compare(Thing person) throws IOException {
        Set<String> answers = new HashSet<>();
        Set<String> digests = new HashSet<>();
        teller.begins("ask every node for " + person.name() + " and for the digest of all it shows");
        long start = System.nanoTime();
        for (DemoNode node : nodes) {
            String answer = answer(node, person);
            String digest = node.visit().space(SPACE).at("digest").text();
            answers.add(answer);
            digests.add(digest);
            teller.begins("  " + node.name() + "  " + digest);
        }
        boolean same = answers.size() == 1 && digests.size() == 1;
        teller.begins("  " + answers.iterator().next());
        teller.ends(
                same ? "the same answers and the same digest on all " + nodes.size() : "the nodes DIFFER",
                Duration.ofNanos(System.nanoTime() - start));
        return same;
    }

    /** What a node says of the person, in an order that does not depend on the node; and how many people it knows. */
    private static String answer(DemoNode node, Thing person) throws IOException {
        Registry registry = new Registry(node.visit(), SPACE);
        Thing thing = registry.find(ThingName.of("<" + person.id() + ">"), List.of());
        Json card = ThingCard.of(thing, person());
        StringBuilder said = new StringBuilder();
        for (String field : List.of("name", "note", "phone", "tag")) {
            List<String> values = new ArrayList<>();
            Json value = card.find(field).orElse(Json.NOTHING);
            for (Json one : value.isList() ? value.items() : List.of(value)) {
                values.add(one.shown(""));
            }
            values.sort(null);
            said.append(said.isEmpty() ? "" : "; ").append(field).append(": ").append(String.join(", ", values));
        }
        String count = "SELECT (COUNT(*) AS ?n) { ?p a <" + person().classIri() + "> }";
        try (Reply reply = node.visit().query(SPACE, Map.of(), count, "text/csv")) {
            String rows = new String(reply.body().readAllBytes(), StandardCharsets.UTF_8).strip();
            return said + "; people: " + rows.substring(rows.lastIndexOf('\n') + 1);
        }
    }

    /** Waits until all nodes show the same digest. */
    private void agree() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Set<String> digests = new HashSet<>();
        while (digests.size() != 1 && System.nanoTime() < end) {
            pause();
            digests.clear();
            for (DemoNode node : nodes) {
                digests.add(node.visit().space(SPACE).at("digest").text());
            }
        }
        // The comparison at the end says where they differ.
    }

    /** Waits until the node shows what {@code space} shows; counts first, for a digest costs a look at everything. */
    private static void await(DemoNode node, Json space) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            boolean asMany = quads(node) == space.number("quads", 0);
            if (asMany && node.visit().space(SPACE).at("digest").equals(space.at("digest"))) {
                return;
            }
            pause();
        }
        throw Refusal.of(
                Code.TIMED_OUT, node.name() + " is not in step after " + PATIENCE.toSeconds() + " s", "kith doctor");
    }

    private static long quads(DemoNode node) {
        for (Json space : node.visit().spaces()) {
            if (space.text("name", "").equals(SPACE)) {
                return space.number("quads", 0);
            }
        }
        return -1;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.INTERRUPTED, "interrupted", "");
        }
    }

    private interface Part {
        String play() throws IOException;
    }

    private void step(String what, Part part) throws IOException {
        teller.begins(what);
        long start = System.nanoTime();
        String outcome = part.play();
        teller.ends(outcome, Duration.ofNanos(System.nanoTime() - start));
    }

    private void end() {
        ending = true;
        nodes.forEach(DemoNode::kill);
        nodes.forEach(DemoNode::awaitGone);
        if (keeps) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The folder of temporary files is emptied by the system, too.
        }
    }

    private static Kind person() {
        return Profile.kind("person").orElseThrow();
    }

    private static String bytes(long count) {
        return count < 10_000 ? count + " B" : count / 1_000 + " kB";
    }
}
