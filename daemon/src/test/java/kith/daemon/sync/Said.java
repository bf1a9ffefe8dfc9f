package kith.daemon.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where the session's words go; everything happens at once, or when time passes. */
final class Said implements Outbox {
    final List<Message> messages = new ArrayList<>();
    private final List<Integer> channels = new ArrayList<>();
    private final List<Due> due = new ArrayList<>();
    private long elapsed = 1_000;
    String gaveUp = "";
    long signs;
    boolean slow;

    private record Due(long at, Runnable act) {}

    @Override
    public void send(int channel, Message message) {
        messages.add(message);
        channels.add(channel);
    }

    int channelOf(int number) {
        return channels.get(number);
    }

    /** Payloads of all that was said. */
    int bytes() {
        return messages.stream()
                .mapToInt(message -> MessageCodec.encode(message).length)
                .sum();
    }

    List<Integer> channelsOf(Class<? extends Message> kind) {
        return IntStream.range(0, messages.size())
                .filter(i -> kind.isInstance(messages.get(i)))
                .mapToObj(channels::get)
                .toList();
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public boolean hasRoomForHistory() {
        return !isFull();
    }

    @Override
    public boolean isSlow() {
        return slow;
    }

    @Override
    public long allowHistory(long wanted) {
        return wanted;
    }

    @Override
    public long signsOfLife() {
        return signs;
    }

    @Override
    public void giveUp(String why) {
        gaveUp = why;
    }

    @Override
    public void later(Runnable act) {
        act.run();
    }

    @Override
    public void after(long millis, Runnable act) {
        due.add(new Due(elapsed + millis, act));
    }

    @Override
    public long elapsedMillis() {
        return elapsed;
    }

    /** Lets time pass, and what was to happen meanwhile happen, in its order. */
    void passes(long millis) {
        long end = elapsed + millis;
        for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
            due.remove(next.get());
            elapsed = next.get().at();
            next.get().act().run();
        }
        elapsed = end;
    }

    private Optional<Due> next(long end) {
        return due.stream().filter(act -> act.at() <= end).min(Comparator.comparingLong(Due::at));
    }

    <M extends Message> List<M> of(Class<M> kind) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
