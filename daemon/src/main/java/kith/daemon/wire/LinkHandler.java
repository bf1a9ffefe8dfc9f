package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a link of a channel whose handshake is done, if the node may have one, and hands it its frames. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that does not close well is closed all the same
final class LinkHandler extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private final Switchboard board;
    private final ShownIdentity shown;
    private final Gate.Pass pass;
    private final @Nullable CompletableFuture<Link> dialled;
    private boolean isProved;
    private @Nullable TcpLink link;

    LinkHandler(Switchboard board, ShownIdentity shown, Gate.Pass pass, @Nullable CompletableFuture<Link> dialled) {
        this.board = board;
        this.shown = shown;
        this.pass = pass;
        this.dialled = dialled;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                handshaken(ctx);
            } else {
                unproved(ctx, done.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            // A side that says no more in TLS is gone, though its TCP might linger.
            ctx.close();
        }
        super.userEventTriggered(ctx, event);
    }

    private void handshaken(ChannelHandlerContext ctx) {
        KeyId node = shown.node();
        String protocol = ctx.pipeline().get(SslHandler.class).engine().getApplicationProtocol();
        if (node == null || !protocol.equals(Tls.PROTOCOL)) {
            unproved(ctx, new IllegalStateException("the other side does not speak " + Tls.PROTOCOL));
            return;
        }
        isProved = true;
        pass.known();
        ctx.channel().config().setAutoRead(false);
        TcpLink.Line line = TcpLink.Line.of(ctx.channel());
        EventExecutor lane = board.lane();
        Switchboard.execute(lane, () -> admit(ctx, line, new TcpLink.Party(node, dialled != null, lane)));
    }

    /** On the lane, for whoever decides may have to look things up. Until then bytes wait, undecoded. */
    private void admit(ChannelHandlerContext ctx, TcpLink.Line line, TcpLink.Party party) {
        try {
            if (!party.isDialled() && !board.reception.admits(party.node())) {
                board.count(Tally.NOT_ADMITTED);
                Switchboard.hangUp(ctx.channel());
                return;
            }
            TcpLink made = new TcpLink(line, board, party);
            board.links.add(made);
            board.count(party.isDialled() ? Tally.DIALLED : Tally.ACCEPTED);
            made.open();
            ctx.channel().eventLoop().execute(() -> begin(ctx, made));
            if (dialled != null) {
                dialled.complete(made);
            }
        } catch (RuntimeException | Error e) {
            Switchboard.hangUp(ctx.channel());
            fail(e);
            board.reception.fault(e);
        }
    }

    private void begin(ChannelHandlerContext ctx, TcpLink made) {
        link = made;
        ctx.channel().closeFuture().addListener(gone -> {
            board.links.remove(made);
            made.lost("the connection was lost");
        });
        if (made.isOpen()) {
            ctx.channel().config().setAutoRead(true);
        }
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            exceptionCaught(ctx, e);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        TcpLink to = link;
        if (to == null) {
            return;
        }
        try {
            while (to.isOpen() && in.readableBytes() >= FrameCodec.HEADER_BYTES) {
                long header = in.getLong(in.readerIndex());
                int length = FrameCodec.payloadBytes(header);
                if (in.readableBytes() - FrameCodec.HEADER_BYTES < length) {
                    return;
                }
                byte[] payload = new byte[length];
                in.skipBytes(FrameCodec.HEADER_BYTES).readBytes(payload);
                to.arrived(FrameCodec.frame(header, Bytes.owned(payload)));
            }
        } catch (MalformedException e) {
            to.violated(String.valueOf(e.getMessage()));
        }
        if (!to.isOpen()) {
            in.skipBytes(in.readableBytes());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        if (link != null && ctx.channel().isWritable()) {
            link.channelWritable();
        }
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection failed", cause);
        if (link != null) {
            link.lost(said(cause));
        }
        ctx.close();
    }

    /** TLS has told the other side what there was to tell. */
    private void unproved(ChannelHandlerContext ctx, Throwable cause) {
        if (!isProved) {
            isProved = true;
            LOG.debug("no handshake", cause);
            board.count(shown.isWrong() ? Tally.WRONG_NODE : Tally.HANDSHAKE_FAILED);
            fail(shown.isWrong() ? new WrongNodeException() : cause);
            ctx.close();
        }
    }

    private void fail(Throwable cause) {
        if (dialled != null) {
            dialled.completeExceptionally(cause);
        }
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
