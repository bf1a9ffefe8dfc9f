package kith.daemon.replica;

import java.util.List;
import java.util.Map;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Authority;
import kith.ontology.delta.LogId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.merge.Effect;

/** What a replica works with. On the lane only. */
record Works(
        SpaceStore space,
        OwnLogs own,
        Waiting waiting,
        ControlPlane control,
        Applying applying,
        Author author,
        ActAuthor acts) {
    /** Where everything that changes a replica comes together. */
    interface Settling {
        /** Takes acts in, which make the authority {@code next}, and brings every log to where it lets it count. */
        void acts(List<VerifiedDelta> acts, Authority next);

        /** Tells of what changed, once it lasts. */
        void changed(Effect effect, Map<LogId, Long> heads);

        /** Runs {@code act}, on some lane, once all that was done so far would survive a power cut. */
        void whenLasting(Runnable act);
    }

    Authority authority() {
        return control.authority();
    }
}
