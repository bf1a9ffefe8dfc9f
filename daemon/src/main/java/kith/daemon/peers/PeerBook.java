package kith.daemon.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that this one has heard of and where they were: remembered over restarts, one line an address. Safe from any
 * thread.
 */
public final class PeerBook {
    private static final Logger LOG = LoggerFactory.getLogger(PeerBook.class);

    public static final int MAX_PEERS = 4_096;
    public static final int MAX_ADDRESSES = 8;

    private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

    private final Path file;
    private final Map<KeyId, Known> peers = new TreeMap<>();

    /**
     * A node.
     *
     * @param addresses where it may be, the surest first
     * @param lastSeenMillis when it was last connected, 0 if never
     */
    public record Known(KeyId node, List<Address> addresses, long lastSeenMillis) {
        public Known {
            addresses = List.copyOf(addresses);
        }
    }

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
                LOG.warn("line {} of the peer book is no peer (did address time) and is left out", number);
            }
        }
    }

    private boolean isRead(String line) {
        String[] parts = line.split(" ", -1);
        try {
            KeyId node = KeyId.parse(parts[0]);
            note(node, Optional.of(Address.parse(parts[1])), Long.parseLong(parts[2]));
            return true;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /**
     * Remembers a node, and where it is.
     *
     * @throws KithException USER, REJECTED if the book is full
     */
    public synchronized Known add(KeyId node, Address address) {
        note(node, Optional.of(address), 0);
        save();
        return known(node).orElseThrow();
    }

    /** Notes that a node was connected just now. */
    public synchronized void saw(KeyId node, Optional<Address> dialled, long nowMillis) {
        if (peers.containsKey(node) || dialled.isPresent()) {
            note(node, dialled, nowMillis);
            save();
        }
    }

    /** Whether {@link #add} of that node would be taken. */
    public synchronized boolean hasRoomFor(KeyId node) {
        return peers.containsKey(node) || peers.size() < MAX_PEERS;
    }

    private void note(KeyId node, Optional<Address> address, long seenMillis) {
        Known before = peers.getOrDefault(node, new Known(node, List.of(), 0));
        if (!hasRoomFor(node)) {
            throw KithException.user(Code.REJECTED, "this node remembers " + MAX_PEERS + " peers already");
        }
        Set<Address> addresses = new LinkedHashSet<>();
        address.ifPresent(addresses::add);
        addresses.addAll(before.addresses());
        peers.put(
                node,
                new Known(
                        node,
                        addresses.stream().limit(MAX_ADDRESSES).toList(),
                        Math.max(seenMillis, before.lastSeenMillis())));
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
            for (Address address : peer.addresses().reversed()) {
                lines.append(peer.node().did())
                        .append(' ')
                        .append(address)
                        .append(' ')
                        .append(peer.lastSeenMillis())
                        .append('\n');
            }
        }
        try {
            PrivateFile.replace(file, lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw KithException.host("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
