package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Edit;
import kith.ontology.delta.Retraction;
import kith.ontology.fault.KithException;
import kith.ontology.quad.TermCodec;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The dictionary of a space: terms and their local 8-byte ids, whose top byte tells the kind. Ids never leave the
 * store. New ids are made on the lane only; look-ups are safe from any thread.
 */
final class Terms {
    static final long DEFAULT_GRAPH = 0;

    /** The last of the four terms of a quad. */
    private static final int OBJECT = 3;

    /** So many are read while the space is opened, about 1 us each; more in the background. */
    private static final int MOST_AT_OPENING = 50_000;
    /** Terms read in the background before it is asked whether anybody waits: who closes the space does. */
    private static final int STEP = 4_000;

    private final int space;
    private final RocksDB database;
    private final Columns columns;
    private final TermCache cache;
    private final TermRoom room;
    private final TermTable table;
    /** Where reading all terms into the table goes on. On the thread that {@link #learn} runs on. */
    private byte[] unread;

    /** Ids of terms that no quad has any more; a reader may have noted one a moment before. */
    private final Set<Long> buried = ConcurrentHashMap.newKeySet();

    private final long atOpening;
    private long next;

    Terms(int space, Disk disk, long next) {
        this.space = space;
        this.database = disk.database();
        this.columns = disk.columns();
        this.cache = disk.terms();
        this.room = disk.room();
        this.table = new TermTable(disk.room());
        this.unread = KeyLayout.prefix(space);
        this.next = next;
        this.atOpening = next;
        if (next <= MOST_AT_OPENING) {
            learn(MOST_AT_OPENING);
        }
    }

    /** The number that the next new term gets. */
    long next() {
        return next;
    }

    /** Whether the table knows all terms. Any thread. */
    boolean isWhole() {
        return table.isWhole();
    }

    /**
     * Reads some more terms into the table. One thread at a time, beside the lane and readers: what the lane mints or
     * buries meanwhile it enters itself, and that stays.
     *
     * @return whether there are more, and room for them
     */
    boolean learn() {
        return learn(STEP);
    }

    private boolean learn(int most) {
        if (table.isFull() || atOpening * TermTable.BYTES_A_TERM > room.left() + table.bytes()) {
            return false;
        }
        byte[] prefix = KeyLayout.prefix(space);
        try (Cursor cursor = new Cursor(database.newIterator(columns.of(Column.TERM_TO_ID)), unread)) {
            for (int count = 0; cursor.isWithin(prefix); cursor.next()) {
                unread = cursor.key();
                if (count++ == most) {
                    return true;
                }
                byte[] id = cursor.value();
                if (id.length != KeyLayout.ID_BYTES) {
                    // Damaged: whoever asks for it is told.
                    return false;
                }
                table.note(room.hash(unread), ByteBuffer.wrap(id).getLong());
            }
        }
        table.whole();
        return false;
    }

    /** The space was left: the table gives its memory back, and who still reads asks the disk. */
    void end() {
        table.end();
    }

    /** What stands for a graph among terms: the default graph has one name here, whatever it is called. */
    static Node graph(Node name) {
        return Quad.isDefaultGraph(name) ? Quad.defaultGraphIRI : name;
    }

    /** The id of a term, if any quad was ever stored with it; none of a term that has no form. */
    OptionalLong find(Node term) {
        OptionalLong itself = byItself(term);
        if (itself.isPresent()) {
            return itself;
        }
        Long met = alive(cache.id(space, term));
        if (met != null) {
            return OptionalLong.of(met);
        }
        return form(term).map(encoded -> stored(term, encoded)).orElse(OptionalLong.empty());
    }

    /** The id of a term that needs no dictionary. */
    private static OptionalLong byItself(Node term) {
        return term.equals(Quad.defaultGraphIRI) ? OptionalLong.of(DEFAULT_GRAPH) : InlineTerm.id(term);
    }

    private @Nullable Long alive(@Nullable Long id) {
        return id == null || (!buried.isEmpty() && buried.contains(id)) ? null : id;
    }

    /**
     * Lets a term be found no more: the next time it is said it gets another id. Its text stays for who reads the past
     * until {@link #drop}. On the lane only.
     */
    void bury(long id, WriteBatch batch) throws RocksDBException {
        byte[] text = database.get(columns.of(Column.ID_TO_TERM), KeyLayout.id(space, id));
        if (text == null) {
            return;
        }
        buried.add(id);
        byte[] key = KeyLayout.term(space, Bytes.of(text));
        byte[] named = database.get(columns.of(Column.TERM_TO_ID), key);
        if (named != null && ByteBuffer.wrap(named).getLong() == id) {
            batch.delete(columns.of(Column.TERM_TO_ID), key);
            table.take(room.hash(key), id);
        }
        cache.drop(space, id, TermCodec.decode(text));
    }

    /** Deletes the text of a term that is buried. On the lane only. */
    void drop(long id, WriteBatch batch) throws RocksDBException {
        byte[] text = database.get(columns.of(Column.ID_TO_TERM), KeyLayout.id(space, id));
        if (text != null) {
            batch.delete(columns.of(Column.ID_TO_TERM), KeyLayout.id(space, id));
            cache.drop(space, id, TermCodec.decode(text));
        }
    }

    /** A question may ask for anything: a fresh blank node, a text that is no Unicode. */
    private static Optional<Bytes> form(Node term) {
        try {
            return Optional.of(TermCodec.encode(term));
        } catch (KithException | IllegalArgumentException noForm) {
            return Optional.empty();
        }
    }

    private OptionalLong stored(Node term, Bytes encoded) {
        byte[] key = KeyLayout.term(space, encoded);
        long id = stored(key, room.hash(key));
        if (id == TermTable.UNKNOWN) {
            return OptionalLong.empty();
        }
        cache.putId(space, term, id);
        return OptionalLong.of(id);
    }

    /** The id of a term by its key; {@link TermTable#UNKNOWN} if no quad has it. */
    private long stored(byte[] key, TermHash hash) {
        long id = table.id(hash);
        if (id == TermTable.ASK_DISK) {
            id = onDisk(key);
            if (id != TermTable.UNKNOWN) {
                table.note(hash, id);
            }
        }
        return id == TermTable.UNKNOWN || alive(id) == null ? TermTable.UNKNOWN : id;
    }

    private long onDisk(byte[] key) {
        try {
            byte[] value = database.get(columns.of(Column.TERM_TO_ID), key);
            return value == null ? TermTable.UNKNOWN : ByteBuffer.wrap(value).getLong();
        } catch (RocksDBException e) {
            throw StoreFaults.failed("look a term up", e);
        }
    }

    Node term(long id) {
        if (id == DEFAULT_GRAPH) {
            return Quad.defaultGraphIRI;
        }
        Node cached = cache.term(space, id);
        if (cached != null) {
            return cached;
        }
        Node term = InlineTerm.term(id).orElseGet(() -> load(id));
        cache.putTerm(space, id, term);
        return term;
    }

    /** Has terms that were met lately near the processor when they are asked for. */
    void fetch(long[] ids, int count) {
        cache.fetch(space, ids, count);
    }

    private Node load(long id) {
        try {
            byte[] value = database.get(columns.of(Column.ID_TO_TERM), KeyLayout.id(space, id));
            if (value == null) {
                throw StoreFaults.damaged("a term without text");
            }
            return TermCodec.decode(value);
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read a term", e);
        }
    }

    /** New ids inside one atomic commit; seen by others only after {@link #show()}. */
    final class Minting {
        private final WriteBatch batch;
        /** By their hashes, which nobody can choose: a table of terms that a peer made is no list. */
        private final Map<TermHash, Long> fresh = new HashMap<>();
        /** Terms that came without their bytes: those are made once. */
        private final Map<FreshTerm, Long> byTerm = new HashMap<>();

        private final long first = next;
        private long counter = first;
        private final @Nullable Node[] last = new Node[OBJECT];
        private final long[] lastIds = new long[OBJECT];

        Minting(WriteBatch batch) {
            this.batch = batch;
        }

        /** Graph, subject, predicate, object: quads that follow each other often have some in common. */
        long[] ids(Quad quad) throws RocksDBException {
            Node[] terms = {graph(quad.getGraph()), quad.getSubject(), quad.getPredicate(), quad.getObject()};
            long[] ids = new long[terms.length];
            for (int i = 0; i < OBJECT; i++) {
                if (!terms[i].equals(last[i])) {
                    lastIds[i] = id(terms[i]);
                    last[i] = terms[i];
                }
                ids[i] = lastIds[i];
            }
            // Objects differ, and to find that out would cost more than it saves.
            ids[OBJECT] = id(terms[OBJECT]);
            return ids;
        }

        /** The ids of the terms of a table, by their places. */
        long[] ids(Edit.Table quads) throws RocksDBException {
            long[] ids = new long[quads.terms()];
            for (int place = 0; place < ids.length; place++) {
                Node term = quads.term(place);
                OptionalLong known = byItself(term);
                ids[place] = known.isPresent() ? known.getAsLong() : findOrMint(term, quads.form(place));
            }
            return ids;
        }

        long id(Node term) throws RocksDBException {
            OptionalLong itself = byItself(term);
            if (itself.isPresent()) {
                return itself.getAsLong();
            }
            Long met = alive(cache.id(space, term));
            if (met == null) {
                met = met(term);
            }
            return met;
        }

        /** Others may not meet a new id before the commit is there. */
        private long met(Node term) throws RocksDBException {
            FreshTerm key = new FreshTerm(term);
            Long known = byTerm.get(key);
            if (known == null) {
                known = findOrMint(term, TermCodec.encode(term));
                byTerm.put(key, known);
            }
            return known;
        }

        private long findOrMint(Node term, Bytes form) throws RocksDBException {
            byte[] key = KeyLayout.term(space, form);
            TermHash hash = room.hash(key);
            Long known = fresh.get(hash);
            if (known != null) {
                return known;
            }
            long found = stored(key, hash);
            if (found != TermTable.UNKNOWN) {
                return found;
            }
            long id = (long) new FreshTerm(term).kind() << InlineTerm.TAG_SHIFT | counter++;
            byte[] value = KeyLayout.prefix(space, id);
            batch.put(
                    columns.of(Column.TERM_TO_ID),
                    key,
                    ByteBuffer.allocate(KeyLayout.ID_BYTES).putLong(id).array());
            batch.put(columns.of(Column.ID_TO_TERM), value, form.view());
            fresh.put(hash, id);
            return id;
        }

        /** Whether a quad may be held, or come with this commit. */
        boolean knows(Quad quad) {
            return terms(quad).allMatch(term -> find(term).isPresent() || isMinted(term));
        }

        private boolean isMinted(Node term) {
            return form(term)
                    .map(form -> fresh.containsKey(room.hash(KeyLayout.term(space, form))))
                    .orElse(false);
        }

        private static Stream<Node> terms(Quad quad) {
            return Stream.of(graph(quad.getGraph()), quad.getSubject(), quad.getPredicate(), quad.getObject());
        }

        /** The ids of numbered terms that an edit names; of those without one, none is made. */
        Set<Long> ids(Edit edit) {
            Set<Long> ids = new HashSet<>();
            Stream<Quad> taken = edit.retracts().stream().map(Retraction::quad);
            Stream.concat(edit.asserts().stream(), taken)
                    .flatMap(Minting::terms)
                    .distinct()
                    .forEach(term -> find(term).ifPresent(ids::add));
            ids.removeIf(id -> !InlineTerm.isNumbered(id));
            return ids;
        }

        /** Whether no quad can have had this term before this commit. */
        boolean isFresh(long id) {
            return InlineTerm.isNumbered(id) && (id & InlineTerm.VALUE_MASK) >= first;
        }

        long counter() {
            return counter;
        }

        /**
         * Lets the new terms be found: once they are written, for the ids of a commit that fails come again, and before
         * anybody can have a snapshot of it, for who sees one of its quads has to find the terms.
         */
        void show() {
            fresh.forEach(table::put);
        }

        void settle() {
            next = counter;
            byTerm.forEach((key, id) -> cache.putId(space, key.node(), id));
        }
    }
}
