package kith.daemon.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time and what is to happen in it: in the order of time, and at one time in the order in which it was asked for. */
final class Agenda {
    private final PriorityQueue<Happening> next =
            new PriorityQueue<>(Comparator.comparingLong(Happening::atMicros).thenComparingLong(Happening::number));

    private long nowMicros;
    private long count;

    private record Happening(long atMicros, long number, Runnable act) {}

    /** Since the world began. */
    long nowMicros() {
        return nowMicros;
    }

    void after(long micros, Runnable act) {
        at(nowMicros + micros, act);
    }

    void at(long micros, Runnable act) {
        next.add(new Happening(Math.max(nowMicros, micros), count++, act));
    }

    /** Lets so much time pass, and all happen that is due in it. */
    void pass(Duration span) {
        long end = nowMicros + span.toNanos() / 1_000;
        while (!next.isEmpty() && next.peek().atMicros() <= end) {
            Happening due = next.remove();
            nowMicros = due.atMicros();
            due.act().run();
        }
        nowMicros = end;
    }

    /** What is still to come. */
    int size() {
        return next.size();
    }
}
