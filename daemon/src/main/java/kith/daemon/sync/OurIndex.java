package kith.daemon.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes that we give logs on one channel: as many as a peer takes. Logs past that are not offered, for to name
 * them would end the conversation, and with it all the others.
 */
final class OurIndex {
    private static final Logger LOG = LoggerFactory.getLogger(OurIndex.class);

    private final Shelf shelf;
    private final Bytes nonce;
    private final List<LogId> logs = new ArrayList<>();
    private final Map<LogId, Integer> indexes = new HashMap<>();
    private final Set<LogId> announced = new HashSet<>();
    /** As the peer names them; only while both compare. */
    private Map<Bytes, LogId> byTag = Map.of();

    private boolean overflowed;

    OurIndex(Shelf shelf, Bytes nonce) {
        this.shelf = shelf;
        this.nonce = nonce;
    }

    /** The index of a log, a new one if it has none; empty if there is none left to give. */
    OptionalInt index(LogId log) {
        Integer given = indexes.get(log);
        if (given != null) {
            return OptionalInt.of(given);
        }
        if (logs.size() > MessageCodec.MAX_INDEX) {
            if (!overflowed) {
                overflowed = true;
                LOG.warn("space {} has more logs than a peer takes; some are not offered", shelf.space());
            }
            return OptionalInt.empty();
        }
        logs.add(log);
        indexes.put(log, logs.size() - 1);
        return OptionalInt.of(logs.size() - 1);
    }

    /** Whether a log has an index, or there is one for it. */
    boolean isFor(LogId log) {
        return logs.size() <= MessageCodec.MAX_INDEX || indexes.containsKey(log);
    }

    Optional<LogId> log(int index) {
        return index < logs.size() ? Optional.of(logs.get(index)) : Optional.empty();
    }

    Bytes nonce() {
        return nonce;
    }

    /** Where we stand in those logs of a plane that are to be told. */
    List<Message> vectors(Plane plane, Optional<Set<LogId>> some) {
        List<Message.Vector.Place> places = new ArrayList<>();
        Frontier frontier = shelf.frontier();
        BiConsumer<LogId, Frontier.Head> tell = (log, head) -> {
            if (isOf(plane, log)) {
                index(log).ifPresent(index -> places.add(place(index, log, head)));
            }
        };
        some.ifPresentOrElse(
                few -> few.forEach(log -> frontier.head(log).ifPresent(head -> tell.accept(log, head))),
                () -> frontier.each(tell));
        List<List<Message.Vector.Place>> chunks = Marks.chunks(places);
        List<Message> vectors = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            vectors.add(new Message.Vector(plane, i == chunks.size() - 1, chunks.get(i)));
        }
        if (vectors.isEmpty()) {
            vectors.add(new Message.Vector(plane, true, List.of()));
        }
        return vectors;
    }

    private Message.Vector.Place place(int index, LogId log, Frontier.Head head) {
        return new Message.Vector.Place(
                index, Tags.ofLog(log, nonce), head.seq(), head.link().slice(0, MessageCodec.LINK_BYTES));
    }

    private boolean isOf(Plane plane, LogId log) {
        return shelf.root(log).map(LogRoot::plane).filter(plane::equals).isPresent();
    }

    /** Our log that the peer means by {@code tag}, keyed with {@code theirNonce}, if we hold it. */
    Optional<LogId> logOf(Plane plane, Bytes tag, Bytes theirNonce) {
        if (byTag.isEmpty()) {
            Map<Bytes, LogId> all = new HashMap<>();
            shelf.frontier().each((log, head) -> all.put(Tags.ofLog(log, theirNonce), log));
            byTag = all;
        }
        return Optional.ofNullable(byTag.get(tag)).filter(log -> isOf(plane, log));
    }

    /** Both have said all that they tell by tags. */
    void forgetTags() {
        byTag = Map.of();
    }

    /** Our logs of a plane that are not among {@code bound}. */
    List<Message.Logs.Named> lackedBy(Plane plane, Set<LogId> bound) {
        List<LogId> lacked = new ArrayList<>();
        shelf.frontier().each((log, head) -> {
            if (!bound.contains(log) && isOf(plane, log)) {
                lacked.add(log);
            }
        });
        return names(lacked);
    }

    /** Roots of logs that the peer was not told of. */
    List<Message.Logs.Named> names(Collection<LogId> some) {
        List<Message.Logs.Named> names = new ArrayList<>();
        for (LogId log : some) {
            Optional<LogRoot> root = shelf.root(log);
            if (root.isPresent()) {
                index(log).ifPresent(index -> names.add(new Message.Logs.Named(index, root.get())));
            }
        }
        return names;
    }

    /** Says what the indexes stand for, once, and how far those logs are held. */
    List<Message> announce(List<Message.Logs.Named> names) {
        List<Message> messages = new ArrayList<>();
        List<Message.Logs.Named> fresh =
                names.stream().filter(name -> announced.add(name.root().id())).toList();
        Marks.chunks(fresh).forEach(chunk -> messages.add(new Message.Logs(chunk)));
        List<Message.Mark> marks = new ArrayList<>();
        for (Message.Logs.Named name : names) {
            long seq = shelf.counted(name.root().id());
            if (seq > 0) {
                marks.add(new Message.Mark(name.index(), seq));
            }
        }
        Marks.chunks(marks).forEach(chunk -> messages.add(new Message.Note(chunk)));
        return messages;
    }

    /** Says how far logs are held that were told to be held further. */
    List<Message> withdraw(Collection<LogId> left) {
        List<Message.Mark> marks = new ArrayList<>();
        for (LogId log : left) {
            index(log).ifPresent(index -> marks.add(new Message.Mark(index, shelf.counted(log))));
        }
        List<Message> messages = new ArrayList<>();
        Marks.chunks(marks).forEach(chunk -> messages.add(new Message.Note(chunk)));
        return messages;
    }

    /** Whether the peer was told what the index of a log stands for. */
    boolean isNamed(LogId log) {
        return announced.contains(log);
    }

    /** Names a log before its deltas are sent, unless the peer has the name already. */
    Optional<Message> introduction(LogId log) {
        if (!announced.add(log)) {
            return Optional.empty();
        }
        List<Message.Logs.Named> name = names(List.of(log));
        return name.isEmpty() ? Optional.<Message>empty() : Optional.of(new Message.Logs(name));
    }
}
