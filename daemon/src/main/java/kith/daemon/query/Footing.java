package kith.daemon.query;

import java.util.Optional;
import kith.daemon.engine.Engine;
import kith.daemon.engine.Orders;
import kith.daemon.store.Snapshot;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.util.Context;

/** Lets the engine on ids answer for a dataset that stands on a snapshot of a space. */
final class Footing {
    private Footing() {}

    static void into(Context context, DatasetGraph dataset, Orders orders) {
        DatasetGraph below = dataset;
        while (below instanceof DatasetGraphWrapper wrapper) {
            if (wrapper instanceof ServedDataset served && served.isOfThePast()) {
                return;
            }
            below = wrapper.getWrapped();
        }
        if (below instanceof SpaceDataset space) {
            Engine.into(context, dataset, () -> ground(space), ServiceGraphs.NAMES, orders);
        }
    }

    private static Optional<Snapshot> ground(SpaceDataset space) {
        Snapshot base = space.base();
        return space.isUnchanged() ? Optional.of(base) : Optional.empty();
    }
}
