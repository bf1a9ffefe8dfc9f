package kith.daemon;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.daemon.machine.Machine;
import kith.daemon.peers.PeerBook;
import kith.daemon.sync.Session;
import kith.ontology.identity.KeyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs that two copies of one home run at once, under one key: a peer's, which calls from another place while it is
 * connected, or our own, which peers will not talk to for they have another link with it. Once may be chance; {@link
 * #MANY} times within {@link #WITHIN} is told, once. Thread-safe.
 */
final class Copies {
    /** So many signs are no chance. */
    static final int MANY = 3;

    static final Duration WITHIN = Duration.ofMinutes(10);
    /** A link that stood so long is no second one of two that were begun at once. */
    static final Duration STOOD = Duration.ofSeconds(5);
    /** After this time a link that was doubted stands, or has ended. */
    static final Duration AFTER_DOUBT = Session.DOUBT.multipliedBy(2);
    /** After this time the better link is there that a peer spoke of. */
    static final Duration BETTER_LINK_WITHIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final Machine machine;
    private final KeyId self;
    private final Map<KeyId, Deque<Long>> signs = new LinkedHashMap<>();
    /** Signs that there is another copy of us, by who gave them: one that moved is refused once by each of its peers. */
    private final Map<KeyId, Deque<Long>> refusals = new LinkedHashMap<>();

    private final Set<KeyId> told = new LinkedHashSet<>();

    Copies(Machine machine, KeyId self) {
        this.machine = machine;
        this.self = self;
    }

    /** A node that is connected has no reason to call, unless the network lost the link and told it alone. */
    void weigh(PeerLink before, PeerLink fresh) {
        if (!hasStood(before)) {
            return;
        }
        if (!before.host().equals(fresh.host())) {
            cameFromElsewhere(fresh.peer());
        } else {
            fresh.follows(before.session().addresses());
        }
    }

    boolean hasStood(PeerLink link) {
        return link.stoodMillis() >= STOOD.toMillis();
    }

    /** A node came from another place than that from where it is connected. */
    void cameFromElsewhere(KeyId peer) {
        if (isTelling(signs, peer, peer)) {
            LOG.warn("two copies of the home of node {} seem to run: they put each other off", peer.brief());
        }
    }

    /** A peer gave up a link of ours for another with this node, and we know of none. */
    void wasTakenForAnother(KeyId by) {
        if (isTelling(refusals, by, self)) {
            LOG.warn("another copy of this home seems to run: peers have another link with this node; let only one copy"
                    + " run");
        }
    }

    private synchronized boolean isTelling(Map<KeyId, Deque<Long>> given, KeyId by, KeyId ofNode) {
        long now = machine.nowMillis();
        Deque<Long> times = given.computeIfAbsent(by, first -> new ArrayDeque<>());
        times.addLast(now);
        times.removeIf(time -> time < now - WITHIN.toMillis());
        boolean many = times.size() >= MANY && told.add(ofNode);
        if (given.size() > PeerBook.MAX_PEERS) {
            given.remove(given.keySet().iterator().next());
        }
        if (told.size() > PeerBook.MAX_PEERS) {
            told.remove(told.iterator().next());
        }
        return many;
    }

    /** Whether another copy of this home seems to have run since the daemon started. */
    synchronized boolean ofThisHome() {
        return told.contains(self);
    }

    /** Other nodes of which two copies seem to have run since the daemon started. */
    synchronized List<KeyId> ofPeers() {
        List<KeyId> peers = new ArrayList<>(told);
        peers.remove(self);
        return peers;
    }
}
