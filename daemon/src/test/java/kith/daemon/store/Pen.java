package kith.daemon.store;

import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.SigningKey;
import kith.ontology.merge.Effect;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.sparql.core.Quad;

/** Writes one log of a space straight into a store, a commit a delta; what it writes follows from its name. */
final class Pen {
    static final Store.Memory SMALL = new Store.Memory(8 << 20, 8 << 20, 8 << 20, 4 << 20, 8 << 20);

    private final SpaceStore space;
    private final SigningKey author;
    private final LogRoot root;
    private LogHead head;

    Pen(SpaceStore space, String name) {
        this.space = space;
        author = SomeDeltas.key(name);
        Bytes chance = Bytes.sha256(Bytes.utf8(name).view());
        root = new LogRoot(
                space.id(),
                author.id(),
                chance.slice(0, LogRoot.INCARNATION_BYTES),
                Plane.DATA,
                GrantId.ofGenesis(space.id()));
        head = space.log(root.id()).map(LogState::head).orElse(LogHead.start(root.id()));
    }

    static SpaceStore space(Store store, String name) {
        return store.create(new SpaceId(Bytes.sha256(Bytes.utf8(name).view())), name, 1, "");
    }

    LogId log() {
        return root.id();
    }

    Effect says(Quad... quads) {
        return says(List.of(quads));
    }

    Effect says(List<Quad> quads) {
        return write(new Edit(quads, List.of(), Optional.empty(), Optional.empty()), true);
    }

    /** Takes back every assert that shows the quad now. */
    Effect takesBack(Quad quad) {
        try (Snapshot snapshot = space.snapshot()) {
            List<Dot> seen = List.copyOf(snapshot.history(quad).live(dot -> true));
            return takesBack(quad, seen);
        }
    }

    Effect takesBack(Quad quad, List<Dot> seen) {
        return write(
                new Edit(List.of(), List.of(new Retraction(quad, seen)), Optional.empty(), Optional.empty()), true);
    }

    /** A delta that is held and does not count. */
    Effect saysUnseen(Quad... quads) {
        return write(new Edit(List.of(quads), List.of(), Optional.empty(), Optional.empty()), false);
    }

    private Effect write(Edit edit, boolean apply) {
        try (Commit commit = space.begin(dot -> true)) {
            add(commit, edit, apply);
            return commit.write();
        }
    }

    /** Adds the next delta to a commit that somebody else writes, or does not. */
    void add(Commit commit, Edit edit, boolean apply) {
        Entry entry = new Entry(
                false,
                head.clock() + 1,
                List.of(),
                Bytes.owned(new byte[DeltaCodec.SALT_BYTES]),
                EditCodec.encode(edit, root.id()));
        VerifiedDelta delta = DeltaCodec.sign(root, head, entry, author);
        commit.append(delta, Optional.of(edit), apply);
        head = LogHead.of(delta.delta());
    }

    /** As {@link #add}, of a delta whose bytes nobody looks at. */
    void addAs(Commit commit, Edit edit) {
        Entry entry = new Entry(
                false,
                head.clock() + 1,
                List.of(),
                Bytes.owned(new byte[DeltaCodec.SALT_BYTES]),
                Bytes.utf8("as it was read"));
        VerifiedDelta delta = DeltaCodec.sign(root, head, entry, author);
        commit.append(delta, Optional.of(edit), true);
        head = LogHead.of(delta.delta());
    }
}
