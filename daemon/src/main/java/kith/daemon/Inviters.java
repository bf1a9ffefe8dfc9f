package kith.daemon;

import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Self;
import kith.ontology.access.Ticket;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that tickets name, and where they may be. Safe from any thread. */
final class Inviters {
    private static final Logger LOG = LoggerFactory.getLogger(Inviters.class);

    private final Self self;
    private final PeerBook book;

    Inviters(Self self, PeerBook book) {
        this.self = self;
        this.book = book;
    }

    /**
     * Looks, before anything of it is kept, whether the node of a ticket could be called.
     *
     * @throws KithException USER: USAGE if one of its addresses is none, REJECTED if the peer book is full
     */
    void mustBeCallable(Ticket ticket) {
        for (String address : ticket.addresses()) {
            try {
                Address.parse(address);
            } catch (KithException unusable) {
                throw KithException.user(
                        Code.USAGE,
                        "the ticket names a place that is none, so its maker's node cannot be called; ask for a ticket"
                                + " whose node has a right peer.advertise");
            }
        }
        if (book.isBlocked(ticket.node())) {
            throw KithException.user(
                    Code.CONFLICT,
                    "the inviting node is blocked here; first: kith peer unblock "
                            + ticket.node().did());
        }
        if (!book.hasRoomFor(ticket.node())) {
            throw KithException.user(
                    Code.REJECTED,
                    "this node remembers " + PeerBook.MAX_PEERS
                            + " peers already and has no room for the inviting one");
        }
    }

    /** Where the inviter may be. A ticket kept by an earlier version may say what this one does not take. */
    void remember(Ticket ticket, String space) {
        if (ticket.node().equals(self.node())) {
            return;
        }
        for (String address : ticket.addresses().reversed()) {
            try {
                book.add(ticket.node(), Address.parse(address), PeerBook.Source.TICKET);
            } catch (KithException unusable) {
                if (unusable.blame() != KithException.Blame.USER) {
                    throw unusable;
                }
                LOG.warn("an address in the ticket for {} is passed over: {}", space, unusable.getMessage());
            }
        }
    }
}
