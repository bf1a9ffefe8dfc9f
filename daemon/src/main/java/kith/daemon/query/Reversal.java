package kith.daemon.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.daemon.replica.Moments;
import kith.daemon.store.Snapshot;
import kith.daemon.store.SpaceStore;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Operation;
import kith.ontology.merge.SingleValue;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** Works out what undoes a delta, given what shows now. */
final class Reversal {
    private final SpaceStore store;
    private final SpaceDataset dataset;

    Reversal(SpaceStore store, SpaceDataset dataset) {
        this.store = store;
        this.dataset = dataset;
    }

    /** Adds what undoes the delta of this id to the dataset's change. */
    void of(String id) {
        SignedDelta delta = new Moments(store).delta(id);
        if (delta.entry().control()) {
            throw KithException.user(
                    Code.USAGE,
                    "delta " + delta.briefId() + " is an act of authority, which is not undone like a fact");
        }
        Edit edit = edit(delta);
        Snapshot now = dataset.base();
        Set<Quad> restated = new HashSet<>(edit.asserts());
        Map<Quad, List<Retraction>> fields = byField(edit);
        for (Retraction retraction : edit.retracts()) {
            Quad quad = retraction.quad();
            // What it took back and said again in one stood before it too.
            boolean gone = !restated.remove(quad) && !now.contains(quad) && tookBack(now, quad, delta.dot());
            List<Retraction> field = fields.getOrDefault(field(quad), List.of());
            if (gone && (field.size() < 2 || wasShown(quad, policy(quad, edit), field))) {
                dataset.add(quad);
            } else if (gone) {
                dataset.drop(quad);
            }
        }
        for (Quad quad : restated) {
            // A fact that another delta says too is not this one's alone to take back.
            if (now.history(quad).live(dot -> true).equals(Set.of(delta.dot()))) {
                takeBack(quad, now);
            }
        }
    }

    private void takeBack(Quad quad, Snapshot now) {
        if (now.contains(quad)) {
            dataset.delete(quad);
        } else {
            dataset.takeHidden(quad);
        }
    }

    /** What the delta took back in fields of one value, by field: a quad without its value. */
    private Map<Quad, List<Retraction>> byField(Edit edit) {
        Map<Quad, List<Retraction>> fields = new HashMap<>();
        for (Retraction retraction : edit.retracts()) {
            if (policy(retraction.quad(), edit) != Policy.ALL) {
                fields.computeIfAbsent(field(retraction.quad()), first -> new ArrayList<>())
                        .add(retraction);
            }
        }
        return fields;
    }

    /** How values of the field are picked in a thing that has the classes that the delta took, besides those it has. */
    private Policy policy(Quad quad, Edit edit) {
        return dataset.base().views().of(quad.getPredicate(), () -> {
            Set<Node> types = dataset.classes(quad.getSubject());
            edit.retracts().stream()
                    .map(Retraction::quad)
                    .filter(taken -> taken.getSubject().equals(quad.getSubject())
                            && taken.getPredicate().equals(Views.TYPE))
                    .forEach(taken -> types.add(taken.getObject()));
            return types;
        });
    }

    private static Quad field(Quad quad) {
        return Quad.create(quad.getGraph(), quad.getSubject(), quad.getPredicate(), Node.ANY);
    }

    /** Of several values of one field that the delta took back together, one had been shown: only that comes again. */
    private boolean wasShown(Quad quad, Policy policy, List<Retraction> field) {
        List<SingleValue.Candidate> candidates = new ArrayList<>();
        for (Retraction retraction : field) {
            List<Dot> held = retraction.seen().stream().filter(this::isHeld).toList();
            if (!held.isEmpty()) {
                candidates.add(SingleValue.Candidate.of(retraction.quad().getObject(), held, store::stamp));
            }
        }
        return candidates.isEmpty()
                || SingleValue.shown(policy, candidates).value().equals(quad.getObject());
    }

    private boolean isHeld(Dot dot) {
        return store.log(dot.log()).filter(log -> dot.seq() <= log.head().seq()).isPresent();
    }

    private static boolean tookBack(Snapshot now, Quad quad, Dot dot) {
        for (Operation operation : now.history(quad).operations()) {
            if (operation instanceof Operation.Retract && operation.dot().equals(dot)) {
                return true;
            }
        }
        return false;
    }

    private static Edit edit(SignedDelta delta) {
        if (delta.entry().isWithdrawn()) {
            throw KithException.user(
                    Code.CONFLICT, "delta " + delta.briefId() + " was erased: nobody knows any more what to undo");
        }
        try {
            return EditCodec.decode(delta.entry().payload(), delta.dot().log());
        } catch (KithException unreadable) {
            throw new KithException(
                    KithException.Blame.USER,
                    Code.CONFLICT,
                    "delta " + delta.briefId() + " cannot be read here, so it cannot be undone",
                    unreadable);
        }
    }
}
