package kith.daemon.store;

import kith.daemon.index.Reading;
import kith.daemon.index.View;

/**
 * Tells of ids whether anything is kept of a quad with such a subject: others may have spoken of a thing before anybody
 * said anything of it. Remembers the one that was asked for last, for quads come thing by thing. For one view and one
 * thread.
 */
final class Subjects {
    private final View view;
    private final Reading reading;
    private long last = -1;
    private boolean lastIsThere;

    Subjects(View view, Reading reading) {
        this.view = view;
        this.reading = reading;
    }

    boolean has(long id) {
        if (id != last) {
            lastIsThere = view.hasRows(reading, id);
            last = id;
        }
        return lastIsThere;
    }
}
