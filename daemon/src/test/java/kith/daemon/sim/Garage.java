package kith.daemon.sim;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Disks for one world after another: opening a database takes longer than a small world lasts. Of one thread. */
final class Garage implements AutoCloseable {
    private final Path folder;
    private final Deque<Drive> free = new ArrayDeque<>();
    private int count;

    Garage(Path folder) {
        this.folder = folder;
    }

    /** A disk with nothing on it. */
    Drive empty() {
        Drive drive = free.poll();
        return drive == null ? new Drive(next()) : drive;
    }

    /** A disk with a copy of what another one had. */
    Drive with(Path backup) {
        return new Drive(next(), backup);
    }

    private Path next() {
        return folder.resolve(String.valueOf(++count));
    }

    /** A world has done with it. */
    void back(Drive drive) {
        if (drive.isEmptied()) {
            free.add(drive);
        }
    }

    @Override
    public void close() {
        free.forEach(Drive::close);
        free.clear();
    }
}
