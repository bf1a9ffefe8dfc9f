package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import kith.daemon.http.Chronicle;
import kith.daemon.replica.Moments;
import kith.daemon.replica.Replica;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** The history of a space, read from its logs and from the operations under each quad. Safe from any thread. */
final class SpaceChronicle implements Chronicle {
    /** Operations on one thing that are put in order. */
    static final int MAX_OPERATIONS = 100_000;
    /** Rows of an answer that names no limit of its own. */
    static final int MAX_ROWS = 10_000;

    /** The order of what is told: by clock, and where clocks are equal the same on every replica. */
    private static final Comparator<Told> BY_TIME = Comparator.comparingLong(Told::clock)
            .thenComparing(told -> told.operation().dot())
            .thenComparing(told -> told.quad().getPredicate().toString())
            .thenComparing(told -> told.operation() instanceof Operation.Assert)
            .thenComparing(told -> told.quad().getObject().toString())
            .thenComparing(told -> told.quad().getGraph().toString());

    private final Replica replica;
    private final Moments moments;

    /** An operation on a quad, when it was made, and whether what it says is so now. */
    private record Told(Quad quad, Operation operation, long clock, boolean holds) {}

    SpaceChronicle(Replica replica) {
        this.replica = replica;
        this.moments = new Moments(replica.store());
    }

    @Override
    public JsonObject delta(String id) {
        SignedDelta delta = moments.delta(id);
        JsonObject told = new History(replica).line(delta);
        told.addProperty("link", delta.link().toHex());
        told.addProperty("log", delta.dot().log().toString());
        new Sources(replica).of(delta).tellAuthor(told);
        Portion changes = new Portion(MAX_ROWS);
        if (!delta.entry().control() && !delta.entry().isWithdrawn()) {
            tell(delta, changes);
        }
        told.add("changes", changes.rows());
        told.addProperty("left", changes.left());
        return told;
    }

    private static void tell(SignedDelta delta, Portion changes) {
        Edit edit;
        try {
            edit = EditCodec.decode(delta.entry().payload(), delta.dot().log());
        } catch (KithException unreadable) {
            // Its line says so already.
            return;
        }
        edit.retracts().forEach(retraction -> changes.change("-", retraction.quad()));
        edit.asserts().forEach(quad -> changes.change("+", quad));
    }

    @Override
    public JsonArray blame(String thing, @Nullable String field) {
        Sources sources = new Sources(replica);
        Portion portion = new Portion(MAX_ROWS);
        try (Snapshot now = replica.snapshot()) {
            List<Told> told = new ArrayList<>();
            Iterator<Quad> shown = now.find(Node.ANY, iri(thing), predicate(field), Node.ANY);
            while (shown.hasNext()) {
                Quad quad = shown.next();
                QuadHistory history = now.history(quad);
                Set<Dot> live = history.live(dot -> true);
                for (Operation operation : history.operations()) {
                    if (operation instanceof Operation.Assert && live.contains(operation.dot())) {
                        told.add(new Told(quad, operation, sources.clock(operation.dot()), true));
                    }
                }
                mustBeFew(told);
            }
            told.sort(Comparator.comparing(
                            (Told each) -> each.quad().getPredicate().toString())
                    .thenComparing(each -> each.quad().getObject().toString())
                    .thenComparing(BY_TIME));
            told.forEach(each -> tell(each, sources, portion));
        }
        return whole(portion);
    }

    @Override
    public JsonArray history(String thing, @Nullable String field, int limit) {
        Sources sources = new Sources(replica);
        Portion portion = new Portion(limit);
        List<Told> told = new ArrayList<>();
        try (Snapshot now = replica.snapshot()) {
            Iterator<Quad> held = now.everHeld(iri(thing), predicate(field));
            while (held.hasNext()) {
                Quad quad = held.next();
                QuadHistory history = now.history(quad);
                Set<Dot> live = history.live(dot -> true);
                for (Operation operation : history.operations()) {
                    boolean said = operation instanceof Operation.Assert;
                    boolean holds = said ? live.contains(operation.dot()) : live.isEmpty();
                    told.add(new Told(quad, operation, sources.clock(operation.dot()), holds));
                }
                mustBeFew(told);
            }
        }
        told.sort(BY_TIME);
        told.subList(Math.max(0, told.size() - limit), told.size()).forEach(each -> tell(each, sources, portion));
        return whole(portion);
    }

    private static void tell(Told told, Sources sources, Portion portion) {
        if (portion.takes(told.quad())) {
            JsonObject row = new JsonObject();
            row.addProperty("sign", told.operation() instanceof Operation.Assert ? "+" : "-");
            Portion.tell(told.quad(), row);
            row.addProperty("holds", told.holds());
            sources.of(told.operation().dot()).tell(row);
            portion.rows().add(row);
        }
    }

    private static void mustBeFew(List<Told> told) {
        if (told.size() > MAX_OPERATIONS) {
            throw tooLarge("more than " + MAX_OPERATIONS + " operations are held on this thing");
        }
    }

    private static JsonArray whole(Portion portion) {
        if (portion.left() > 0) {
            throw tooLarge("the answer is larger than " + MAX_ROWS + " rows or " + (Portion.MAX_CHARS >> 20)
                    + " Mi characters");
        }
        return portion.rows();
    }

    private static KithException tooLarge(String what) {
        return KithException.user(Code.CONFLICT, what + "; ask for one field, or for fewer with a limit");
    }

    @Override
    public JsonObject diff(String from, String to, int limit) {
        long before = moments.clock(from);
        long after = moments.clock(to);
        Predicate<Dot> old = replica.store().until(before);
        Predicate<Dot> fresh = replica.store().until(after);
        Portion changes = new Portion(limit);
        long added = 0;
        long removed = 0;
        try (Snapshot now = replica.snapshot()) {
            Iterator<Quad> differing = now.differing(old, fresh);
            while (differing.hasNext()) {
                Quad quad = differing.next();
                boolean appeared = now.shows(quad, fresh);
                added += appeared ? 1 : 0;
                removed += appeared ? 0 : 1;
                changes.change(appeared ? "+" : "-", quad);
            }
        }
        JsonObject diff = new JsonObject();
        diff.addProperty("from", HybridClock.instant(before).toString());
        diff.addProperty("to", HybridClock.instant(after).toString());
        diff.addProperty("added", added);
        diff.addProperty("removed", removed);
        diff.add("changes", changes.rows());
        diff.addProperty("left", changes.left());
        return diff;
    }

    private static Node iri(String text) {
        if (text.indexOf(':') < 1) {
            throw KithException.user(Code.USAGE, "a thing or field is named by its whole IRI here");
        }
        return NodeFactory.createURI(text);
    }

    private static Node predicate(@Nullable String field) {
        return field == null ? Node.ANY : iri(field);
    }
}
