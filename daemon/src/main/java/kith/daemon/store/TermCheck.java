package kith.daemon.store;

import java.nio.ByteBuffer;
import kith.daemon.store.Columns.Column;
import kith.daemon.store.Examination.Course;
import kith.daemon.store.Examination.Moment;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.quad.TermCodec;
import org.rocksdb.RocksDBException;

/** Reads the dictionary of a space: every term must be one, and be found by its number and the number by it. */
final class TermCheck {
    private static final String PART = "terms";

    private final Moment moment;
    private final Course course;
    private long terms;
    private long unreadable;
    private long unfound;

    TermCheck(Moment moment, Course course) {
        this.moment = moment;
        this.course = course;
    }

    void run() {
        byte[] prefix = KeyLayout.prefix(moment.space().number());
        long about = moment.counts().nextTerm() - 1;
        try (Cursor cursor = moment.cursor(Column.ID_TO_TERM, prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                term(
                        ByteBuffer.wrap(cursor.key(), KeyLayout.SPACE_BYTES, KeyLayout.ID_BYTES)
                                .getLong(),
                        cursor.value());
                course.step(PART, Math.min(++terms, about), about);
            }
            tell();
        } catch (RocksDBException e) {
            moment.found(course, "term", "the dictionary cannot be read: " + e.getMessage());
        } catch (KithException stopped) {
            if (stopped.code() == Code.INTERRUPTED) {
                throw stopped;
            }
            moment.found(course, "term", "behind " + terms + " terms these cannot be read on: " + stopped.getMessage());
        }
    }

    private void term(long id, byte[] text) throws RocksDBException {
        try {
            Bytes form = TermCodec.encode(TermCodec.decode(text));
            if (!form.equals(Bytes.of(text))) {
                unreadable++;
                return;
            }
        } catch (RuntimeException malformed) {
            unreadable++;
            return;
        }
        byte[] key = KeyLayout.term(moment.space().number(), Bytes.of(text));
        byte[] named =
                moment.disk().database().get(moment.disk().columns().of(Column.TERM_TO_ID), moment.options(), key);
        boolean found = named != null && named.length == KeyLayout.ID_BYTES;
        unfound += found && ByteBuffer.wrap(named).getLong() == id ? 0 : 1;
    }

    private void tell() {
        if (unreadable > 0) {
            moment.found(course, "term", unreadable + " of " + terms + " terms cannot be read");
        }
        // Words that erasing buries are found no more, and their texts stay a while for who reads the past.
        if (unfound > 0 && !moment.space().purge().isPending()) {
            moment.found(course, "term", unfound + " of " + terms + " terms are not found by what they say");
        }
    }
}
