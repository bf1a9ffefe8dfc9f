package kith.daemon.peers;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kith.daemon.machine.PrivateFile;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that this one has heard of and where they were: remembered over restarts, one line an address. What an
 * earlier version does not know of a node has lines of its own, which that version leaves out. Safe from any thread.
 */
public final class PeerBook {
    private static final Logger LOG = LoggerFactory.getLogger(PeerBook.class);

    public static final int MAX_PEERS = 4_096;
    public static final int MAX_ADDRESSES = 8;
    /** Of these, nodes that nobody told us of and that we know because they came: they take no place from others. */
    public static final int MAX_MET = 256;
    /** Of the reason for which a node is blocked. */
    public static final int MAX_REASON_CHARS = 100;

    private static final String NOWHERE = "-";
    private static final String MET = "met";
    private static final String TICKET = "ticket";
    private static final String BLOCKED = "blocked";

    private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

    private final Path file;
    private final Map<KeyId, Known> peers = new TreeMap<>();

    /** Why a node is remembered; of several reasons the last in this order. */
    public enum Source {
        /** It came. */
        MET,
        /** A ticket named it. */
        TICKET,
        /** The user named it. */
        ADDED,
        /** The settings name it; not kept in the file, which then says {@link #ADDED}. */
        SETTING
    }

    /**
     * A node.
     *
     * @param addresses where it may be, the surest first
     * @param lastSeenMillis when it was last connected, 0 if never
     * @param block that the user wants nothing of it; null if it is not blocked
     */
    public record Known(
            KeyId node,
            List<Address> addresses,
            long lastSeenMillis,
            Source source,
            @Nullable Block block) {
        public Known {
            addresses = List.copyOf(addresses);
        }

        /** Whether it is known only because it came. */
        public boolean met() {
            return source == Source.MET;
        }

        public boolean isBlocked() {
            return block != null;
        }

        private Known blocked(@Nullable Block anew) {
            return new Known(node, addresses, lastSeenMillis, source, anew);
        }
    }

    /**
     * That a node is neither called nor let in.
     *
     * @param reason for this home's users; may be empty
     */
    public record Block(long sinceMillis, String reason) {}

    private PeerBook(Path file) {
        this.file = file;
    }

    /**
     * Reads the file, if there is one. A line that is none is left out with a warning: the book only remembers where
     * others were, and a daemon without it still finds those that call.
     *
     * @throws KithException HOST if the disk fails; USER if the file is larger than any that this class writes
     */
    public static PeerBook open(Path file) {
        PeerBook book = new PeerBook(file);
        try {
            if (Files.exists(file)) {
                if (Files.size(file) > MAX_FILE_BYTES) {
                    throw KithException.user(Code.FAILED, file + " is larger than " + MAX_FILE_BYTES + " bytes");
                }
                // Bytes that are no UTF-8 must spoil their own line only.
                book.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw KithException.host("cannot read " + file + ": " + e.getMessage(), e);
        }
        return book;
    }

    private void read(String content) {
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            if (!isRead(line)) {
                LOG.warn("line {} of the peer book is no peer (did, address or -, time) and is left out", number);
            }
        }
    }

    private boolean isRead(String line) {
        String[] parts = line.split(" ", -1);
        try {
            KeyId node = KeyId.parse(parts[0]);
            if (parts[1].equals(TICKET) && parts.length == 2) {
                return peers.computeIfPresent(
                                node,
                                (same, known) -> new Known(
                                        node, known.addresses(), known.lastSeenMillis(), Source.TICKET, known.block()))
                        != null;
            }
            if (parts[1].equals(BLOCKED) && parts.length == 4) {
                Block block = new Block(Long.parseLong(parts[2]), URLDecoder.decode(parts[3], StandardCharsets.UTF_8));
                note(node, Optional.empty(), 0, Source.MET);
                peers.computeIfPresent(node, (same, known) -> known.blocked(block));
                return true;
            }
            Optional<Address> address =
                    parts[1].equals(NOWHERE) ? Optional.<Address>empty() : Optional.of(Address.parse(parts[1]));
            boolean met = parts.length == 4 && parts[3].equals(MET);
            if (parts.length != 3 && !met) {
                return false;
            }
            note(node, address, Long.parseLong(parts[2]), met ? Source.MET : Source.ADDED);
            return true;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /**
     * Remembers a node that the user named, and where it is.
     *
     * @throws KithException USER, REJECTED if the book is full
     */
    public Known add(KeyId node, Address address) {
        return add(node, address, Source.ADDED);
    }

    /**
     * Remembers a node, where it is and who said so.
     *
     * @throws KithException USER, REJECTED if the book is full
     */
    public synchronized Known add(KeyId node, Address address, Source source) {
        note(node, Optional.of(address), 0, source);
        save();
        return known(node).orElseThrow();
    }

    /**
     * Remembers that nothing is wanted of a node, known or not.
     *
     * @throws KithException USER: USAGE if the reason is longer than {@link #MAX_REASON_CHARS}, REJECTED if the book is
     *     full
     */
    public synchronized void block(KeyId node, String reason, long nowMillis) {
        if (reason.length() > MAX_REASON_CHARS) {
            throw KithException.user(
                    Code.USAGE, "a reason has at most " + MAX_REASON_CHARS + " characters, not " + reason.length());
        }
        note(node, Optional.empty(), 0, Source.MET);
        peers.computeIfPresent(node, (same, known) -> known.blocked(new Block(nowMillis, reason)));
        save();
    }

    /** Ends a block; whether there was one. */
    public synchronized boolean unblock(KeyId node) {
        boolean was = isBlocked(node);
        peers.computeIfPresent(node, (same, known) -> known.blocked(null));
        save();
        return was;
    }

    public synchronized boolean isBlocked(KeyId node) {
        return known(node).filter(Known::isBlocked).isPresent();
    }

    /** Forgets a node; what it was. */
    public synchronized Optional<Known> forget(KeyId node) {
        Optional<Known> known = Optional.ofNullable(peers.remove(node));
        save();
        return known;
    }

    /** Notes that a node was connected just now, if it is known or was called. */
    public synchronized void saw(KeyId node, Optional<Address> dialled, long nowMillis) {
        if (peers.containsKey(node) || dialled.isPresent()) {
            note(node, dialled, nowMillis, before(node).source());
            save();
        }
    }

    /**
     * Remembers one with whom a space is shared, and where it says that it may be called. What we were told of it by our
     * own people stands before that. In a full book the one not seen for longest, of those only met, makes room; if
     * there is none, nothing is noted.
     */
    public synchronized void met(KeyId node, List<Address> said, long nowMillis) {
        boolean fresh = !peers.containsKey(node);
        if (fresh && (peers.size() >= MAX_PEERS || metOnes() >= MAX_MET) && !forgetOneMet()) {
            return;
        }
        Known before = before(node);
        Set<Address> addresses = new LinkedHashSet<>(before.met() && !said.isEmpty() ? said : before.addresses());
        addresses.addAll(said);
        long seen = Math.max(nowMillis, before.lastSeenMillis());
        peers.put(node, new Known(node, limited(addresses), seen, before.source(), before.block()));
        save();
    }

    private Known before(KeyId node) {
        return peers.getOrDefault(node, new Known(node, List.of(), 0, Source.MET, null));
    }

    private long metOnes() {
        return peers.values().stream().filter(PeerBook::isForgettable).count();
    }

    private boolean forgetOneMet() {
        Optional<Known> oldest = peers.values().stream()
                .filter(PeerBook::isForgettable)
                .min(Comparator.comparingLong(Known::lastSeenMillis));
        oldest.ifPresent(known -> peers.remove(known.node()));
        return oldest.isPresent();
    }

    /** Whether {@link #add} of that node would be taken. */
    public synchronized boolean hasRoomFor(KeyId node) {
        return peers.containsKey(node) || peers.size() < MAX_PEERS || metOnes() > 0;
    }

    /** That a node is blocked was a wish of the user's, however it came to be known. */
    private static boolean isForgettable(Known known) {
        return known.met() && !known.isBlocked();
    }

    private void note(KeyId node, Optional<Address> address, long seenMillis, Source source) {
        Known before = before(node);
        boolean full = !peers.containsKey(node) && peers.size() >= MAX_PEERS;
        if (full && !forgetOneMet()) {
            throw KithException.user(Code.REJECTED, "this node remembers " + MAX_PEERS + " peers already");
        }
        Set<Address> addresses = new LinkedHashSet<>();
        address.ifPresent(addresses::add);
        addresses.addAll(before.addresses());
        long seen = Math.max(seenMillis, before.lastSeenMillis());
        Source strongest = before.source().compareTo(source) > 0 ? before.source() : source;
        peers.put(node, new Known(node, limited(addresses), seen, strongest, before.block()));
    }

    private static List<Address> limited(Set<Address> addresses) {
        return addresses.stream().limit(MAX_ADDRESSES).toList();
    }

    public synchronized List<Known> all() {
        return List.copyOf(peers.values());
    }

    public synchronized Optional<Known> known(KeyId node) {
        return Optional.ofNullable(peers.get(node));
    }

    private void save() {
        StringBuilder lines = new StringBuilder();
        for (Known peer : peers.values()) {
            // The last line of a node is read last and becomes its surest address again.
            String rest = " " + peer.lastSeenMillis() + (peer.met() ? " " + MET : "") + "\n";
            for (Address address : peer.addresses().reversed()) {
                lines.append(peer.node().did()).append(' ').append(address).append(rest);
            }
            if (peer.addresses().isEmpty()) {
                lines.append(peer.node().did()).append(' ').append(NOWHERE).append(rest);
            }
            more(peer, lines);
        }
        try {
            PrivateFile.replace(file, lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw KithException.host("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static void more(Known peer, StringBuilder lines) {
        String did = peer.node().did() + " ";
        if (peer.source() == Source.TICKET) {
            lines.append(did).append(TICKET).append('\n');
        }
        Block block = peer.block();
        if (block != null) {
            String reason = URLEncoder.encode(block.reason(), StandardCharsets.UTF_8);
            lines.append(did + BLOCKED + " ")
                    .append(block.sinceMillis())
                    .append(' ')
                    .append(reason)
                    .append('\n');
        }
    }
}
