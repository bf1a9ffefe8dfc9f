package kith.daemon.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
        for (Retraction retraction : edit.retracts()) {
            Quad quad = retraction.quad();
            // What it took back and said again in one stood before it too.
            boolean gone = !restated.remove(quad) && !now.contains(quad) && tookBack(now, quad, delta.dot());
            if (gone && wasShown(retraction, edit)) {
                dataset.add(quad);
            }
        }
        for (Quad quad : restated) {
            // A fact that another delta says too is not this one's alone to take back.
            if (now.history(quad).live(dot -> true).equals(Set.of(delta.dot()))) {
                dataset.delete(quad);
            }
        }
    }

    /** Of several values of one field that the delta took back together, one had been shown: only that comes again. */
    private boolean wasShown(Retraction retraction, Edit edit) {
        Quad quad = retraction.quad();
        Policy policy = Views.ofProfile().of(quad.getPredicate());
        if (policy == Policy.ALL) {
            return true;
        }
        List<SingleValue.Candidate> field = new ArrayList<>();
        for (Retraction other : edit.retracts()) {
            Quad beside = other.quad();
            List<Dot> held = other.seen().stream()
                    .filter(dot -> store.delta(dot).isPresent())
                    .toList();
            if (beside.getGraph().equals(quad.getGraph())
                    && beside.getSubject().equals(quad.getSubject())
                    && beside.getPredicate().equals(quad.getPredicate())
                    && !held.isEmpty()) {
                field.add(SingleValue.Candidate.of(beside.getObject(), held, this::clock));
            }
        }
        return field.isEmpty() || SingleValue.shown(policy, field).value().equals(quad.getObject());
    }

    private long clock(Dot dot) {
        return store.delta(dot).orElseThrow().entry().clock();
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
