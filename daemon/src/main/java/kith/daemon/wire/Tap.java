package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes come out of the network: shut while nobody wants them, and while it is not this link's turn. Of the
 * channel's loop, but for {@link #isHeldBack()}.
 *
 * <p>It lets everything through, counting nothing, until it is told on which road it is: a handshake is never held back.
 */
final class Tap extends ChannelDuplexHandler {
    private final Channel channel;
    private @Nullable Road road;
    private Turns.@Nullable Turn turn;
    private boolean isWanted = true;
    /** TLS asks for more by itself while it has half of a record. */
    private boolean isAsked;

    private volatile boolean isHeldBack;

    Tap(Channel channel) {
        this.channel = channel;
    }

    /** From now on what comes and goes is counted, what came and went before included, and reading takes turns. */
    void on(Road taken, ByteCount before) {
        road = taken;
        taken.sent(before.sent());
        Turns.Turn place = taken.reading().join(() -> Switchboard.execute(channel.eventLoop(), this::takeTurn));
        turn = place;
        if (!place.isFree()) {
            channel.closeFuture().addListener(closed -> place.leave());
            place.took(before.received());
        }
    }

    /** Whether somebody wants what comes. */
    void want(boolean wanted) {
        isWanted = wanted;
        turnTap();
    }

    /** Whether bytes may be waiting that we do not read because of a limit of our own. From any thread. */
    boolean isHeldBack() {
        return isHeldBack;
    }

    /** The link ends: what is under way is read to its end. */
    void letGo() {
        if (turn != null) {
            turn.leave();
        }
        turn = null;
        isHeldBack = false;
        want(true);
        readIfAsked();
    }

    private void takeTurn() {
        if (turn != null && turn.mayGo()) {
            isHeldBack = false;
            turnTap();
            readIfAsked();
        }
    }

    private void turnTap() {
        channel.config().setAutoRead(isWanted && !isHeldBack);
    }

    private void readIfAsked() {
        if (isAsked) {
            isAsked = false;
            channel.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (isHeldBack) {
            isAsked = true;
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (turn != null && message instanceof ByteBuf bytes) {
            turn.took(bytes.readableBytes());
            if (!turn.mayGo()) {
                isHeldBack = true;
                turnTap();
            }
        }
        ctx.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise goes on
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (road != null && message instanceof ByteBuf bytes) {
            road.sent(bytes.readableBytes());
        }
        ctx.write(message, promise);
    }
}
