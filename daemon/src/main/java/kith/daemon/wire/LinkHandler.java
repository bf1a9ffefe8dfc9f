package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a link of a channel whose handshake is done, if the node may have one, and hands it its frames. Of the
 * channel's loop, but for what is marked.
 *
 * <p>A caller may say all it has to say, and go, before we have decided whether it may: its bytes wait for that,
 * undecoded, and its leaving waits behind them.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that does not close well is closed all the same
final class LinkHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private enum Stage {
        HANDSHAKE,
        ADMISSION,
        LINK,
        OVER
    }

    private final Switchboard board;
    private final ShownIdentity shown;
    private final Gate.Pass pass;
    private final Plumbing.@Nullable Calling dialled;
    private Stage stage = Stage.HANDSHAKE;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private boolean isGone;
    private @Nullable TcpLink link;

    LinkHandler(Switchboard board, ShownIdentity shown, Gate.Pass pass, Plumbing.@Nullable Calling dialled) {
        this.board = board;
        this.shown = shown;
        this.pass = pass;
        this.dialled = dialled;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                handshaken(ctx);
            } else {
                unproved(ctx, done.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            // A side that says no more in TLS is gone, though its TCP might linger.
            gone(ctx, new ClosedChannelException());
        }
    }

    private void handshaken(ChannelHandlerContext ctx) {
        KeyId node = shown.node();
        String protocol = ctx.pipeline().get(SslHandler.class).engine().getApplicationProtocol();
        if (node == null || !protocol.equals(Tls.PROTOCOL)) {
            unproved(ctx, new IllegalStateException("the other side does not speak " + Tls.PROTOCOL));
            return;
        }
        stage = Stage.ADMISSION;
        pass.known();
        TcpLink.Line line = TcpLink.Line.of(ctx.channel(), dialled == null ? null : dialled.through());
        line.tap().want(false);
        SocketAddress local = ctx.channel().localAddress();
        EventExecutor lane = board.lane();
        Switchboard.execute(
                lane, () -> admit(ctx, line, new TcpLink.Party(node, dialled != null, lane, board.road(local))));
    }

    /** Of the lane: whoever decides may have to look things up. */
    private void admit(ChannelHandlerContext ctx, TcpLink.Line line, TcpLink.Party party) {
        try {
            if (!party.isDialled() && !board.reception.admits(party.node())) {
                board.count(Tally.NOT_ADMITTED);
                Switchboard.execute(ctx.channel().eventLoop(), () -> refuse(ctx));
                return;
            }
            TcpLink made = new TcpLink(line, board, party);
            board.links.add(made);
            board.count(party.isDialled() ? Tally.DIALLED : Tally.ACCEPTED);
            made.open();
            Switchboard.execute(ctx.channel().eventLoop(), () -> begin(ctx, line, made));
            if (dialled != null) {
                dialled.answer().complete(made);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            Switchboard.execute(ctx.channel().eventLoop(), () -> refuse(ctx));
            board.failed(e, Optional.of("admitting " + party.node().brief()));
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        end();
        Switchboard.hangUp(ctx.channel());
    }

    private void begin(ChannelHandlerContext ctx, TcpLink.Line line, TcpLink made) {
        link = made;
        line.tap().on(made.road(), line.bytes());
        stage = Stage.LINK;
        ctx.channel().closeFuture().addListener(closed -> board.links.remove(made));
        decode(made);
        if (isGone) {
            gone(ctx, new ClosedChannelException());
        } else if (made.isOpen()) {
            line.tap().want(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (stage == Stage.OVER) {
            bytes.release();
            return;
        }
        received = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), received, bytes);
        if (link != null) {
            decode(link);
        }
    }

    private void decode(TcpLink to) {
        try {
            while (to.isOpen() && received.readableBytes() >= FrameCodec.HEADER_BYTES) {
                long header = received.getLong(received.readerIndex());
                int length = FrameCodec.payloadBytes(header);
                if (received.readableBytes() - FrameCodec.HEADER_BYTES < length) {
                    break;
                }
                byte[] payload = new byte[length];
                received.skipBytes(FrameCodec.HEADER_BYTES).readBytes(payload);
                to.arrived(FrameCodec.frame(header, Bytes.owned(payload)));
            }
        } catch (MalformedException e) {
            to.violated(String.valueOf(e.getMessage()));
        }
        if (!to.isOpen()) {
            end();
        } else if (received.isReadable()) {
            received.discardSomeReadBytes();
        } else {
            forget();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (link != null && ctx.channel().isWritable()) {
            link.channelWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone(ctx, new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection failed", cause);
        gone(ctx, cause);
    }

    private void gone(ChannelHandlerContext ctx, Throwable why) {
        isGone = true;
        switch (stage) {
            case HANDSHAKE -> unproved(ctx, why);
            case ADMISSION -> {}
            case LINK, OVER -> {
                if (link != null) {
                    String said = why.getMessage();
                    link.lost(said == null ? "the connection was lost" : said);
                }
                end();
                ctx.close();
            }
        }
    }

    /** TLS has told the other side what there was to tell. */
    private void unproved(ChannelHandlerContext ctx, Throwable cause) {
        if (stage == Stage.HANDSHAKE) {
            LOG.debug("no handshake", cause);
            board.count(shown.isWrong() ? Tally.WRONG_NODE : Tally.HANDSHAKE_FAILED);
            fail(shown.isWrong() ? new WrongNodeException() : cause);
            end();
            ctx.close();
        }
    }

    private void fail(Throwable cause) {
        if (dialled != null) {
            dialled.answer().completeExceptionally(cause);
        }
    }

    private void end() {
        stage = Stage.OVER;
        forget();
    }

    private void forget() {
        received.release();
        received = Unpooled.EMPTY_BUFFER;
    }
}
