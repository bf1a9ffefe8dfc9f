package kith.daemon.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Where the session's words go; everything happens at once. */
final class Said implements Outbox {
    final List<Message> messages = new ArrayList<>();
    private final List<Integer> channels = new ArrayList<>();
    String gaveUp = "";
    long signs;

    @Override
    public void send(int channel, Message message) {
        messages.add(message);
        channels.add(channel);
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

    <M extends Message> List<M> of(Class<M> kind) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
