package kith.daemon.replica;

import java.util.List;
import kith.daemon.machine.Machine;
import kith.daemon.store.Store;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;

/** Founds a space on a machine that never waits: as a daemon does, but for the lasting, which comes when it comes. */
public final class Founding {
    private Founding() {}

    public static Replica of(Store store, Durability durability, Machine machine, Self self) {
        LogRoot root = LogRoot.founding(self.node(), machine.random(LogRoot.INCARNATION_BYTES));
        Entry entry = new Entry(
                true,
                HybridClock.next(0, machine.nowMillis()),
                List.of(),
                machine.random(DeltaCodec.SALT_BYTES),
                ActCodec.encode(new Act.Genesis("river", self.certificate())));
        VerifiedDelta genesis = DeltaCodec.sign(root, LogHead.start(root.id()), entry, self.device());
        SpaceId id = new SpaceId(genesis.delta().link());
        Replica replica = new Replica(store.create(id, id.value().toHex(), 1, ""), durability, machine, self);
        var unused = replica.found(genesis);
        return replica;
    }
}
