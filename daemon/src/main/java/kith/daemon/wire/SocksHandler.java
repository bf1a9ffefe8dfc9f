package kith.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * Has a SOCKS5 proxy connect us (RFC 1928, RFC 1929), then takes itself out. A name goes to the proxy as it is. Of the
 * channel's loop. What a proxy may answer is at most 262 bytes at a time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write, the closing of the channel tells
final class SocksHandler extends ByteToMessageDecoder {
    static final int MAX_NAME_BYTES = 255;

    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int BY_PASSWORD = 2;
    private static final int NO_WAY = 0xff;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private enum Stage {
        GREETING,
        LOGIN,
        REQUEST,
        OVER
    }

    private final Ways.Proxy proxy;
    private final InetSocketAddress place;
    private final Runnable whenThrough;
    private final Consumer<KithException> whenNot;
    private Stage stage = Stage.GREETING;
    private @Nullable Future<?> patience;

    /**
     * @param place where the proxy is to connect us; not looked up
     * @param whenNot told why, once; the connection is closed then
     */
    SocksHandler(Ways.Proxy proxy, InetSocketAddress place, Runnable whenThrough, Consumer<KithException> whenNot) {
        this.proxy = proxy;
        this.place = place;
        this.whenThrough = whenThrough;
        this.whenNot = whenNot;
    }

    static String text(InetSocketAddress place) {
        String host = place.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + place.getPort();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        patience = ctx.executor()
                .schedule(() -> outOfPatience(ctx), proxy.patience().toMillis(), TimeUnit.MILLISECONDS);
        ByteBuf greeting = ctx.alloc().buffer();
        greeting.writeByte(VERSION);
        if (proxy.login() == null) {
            greeting.writeByte(1).writeByte(NO_LOGIN);
        } else {
            greeting.writeByte(2).writeByte(NO_LOGIN).writeByte(BY_PASSWORD);
        }
        ctx.writeAndFlush(greeting);
    }

    private void outOfPatience(ChannelHandlerContext ctx) {
        String about = stage == Stage.REQUEST ? " did not reach " + text(place) : " did not answer";
        fail(ctx, Code.TIMED_OUT, about + " within " + proxy.patience().toMillis() + " ms");
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (stage) {
            case GREETING -> greeted(ctx, in);
            case LOGIN -> loggedIn(ctx, in);
            case REQUEST -> answered(ctx, in);
            case OVER -> in.skipBytes(in.readableBytes());
        }
    }

    private void greeted(ChannelHandlerContext ctx, ByteBuf in) {
        if (in.readableBytes() < 2) {
            // Who answers in another language may stop after a byte.
            speaksSocks(ctx, in.getUnsignedByte(in.readerIndex()), VERSION);
            return;
        }
        if (!speaksSocks(ctx, in.readUnsignedByte(), VERSION)) {
            return;
        }
        int way = in.readUnsignedByte();
        Ways.Login login = proxy.login();
        if (way == NO_LOGIN) {
            ask(ctx);
        } else if (way == BY_PASSWORD && login != null) {
            logIn(ctx, login);
        } else if (way == NO_WAY) {
            fail(ctx, Code.UNREACHABLE, login == null ? " wants a user and a password" : " takes no user and password");
        } else {
            fail(ctx, Code.UNREACHABLE, " chose way " + way + " to log in, which nobody offered");
        }
    }

    /** Whether its first byte is the version that is due; else this is the end. */
    private boolean speaksSocks(ChannelHandlerContext ctx, int said, int due) {
        if (said != due) {
            fail(ctx, Code.UNREACHABLE, " does not speak SOCKS5 (version " + said + " where " + due + " is due)");
        }
        return said == due;
    }

    private void logIn(ChannelHandlerContext ctx, Ways.Login login) {
        stage = Stage.LOGIN;
        ByteBuf words = ctx.alloc().buffer().writeByte(LOGIN_VERSION);
        for (String each : List.of(login.user(), login.password())) {
            byte[] utf8 = each.getBytes(StandardCharsets.UTF_8);
            words.writeByte(utf8.length).writeBytes(utf8);
        }
        ctx.writeAndFlush(words);
    }

    private void loggedIn(ChannelHandlerContext ctx, ByteBuf in) {
        if (in.readableBytes() < 2 || !speaksSocks(ctx, in.readUnsignedByte(), LOGIN_VERSION)) {
            return;
        }
        if (in.readUnsignedByte() == 0) {
            ask(ctx);
        } else {
            fail(ctx, Code.UNREACHABLE, " refuses the user or password of peer.proxy");
        }
    }

    private void ask(ChannelHandlerContext ctx) {
        byte[] name = place.getHostString().getBytes(StandardCharsets.UTF_8);
        byte[] number = NetUtil.createByteArrayFromIpAddressString(place.getHostString());
        if (number == null && name.length > MAX_NAME_BYTES) {
            fail(ctx, Code.UNREACHABLE, " takes no name of more than " + MAX_NAME_BYTES + " bytes");
            return;
        }
        stage = Stage.REQUEST;
        ByteBuf request = ctx.alloc().buffer();
        request.writeByte(VERSION).writeByte(CONNECT).writeByte(0);
        if (number == null) {
            request.writeByte(NAME).writeByte(name.length).writeBytes(name);
        } else {
            request.writeByte(number.length == Integer.BYTES ? IPV4 : IPV6).writeBytes(number);
        }
        ctx.writeAndFlush(request.writeShort(place.getPort()));
    }

    private void answered(ChannelHandlerContext ctx, ByteBuf in) {
        int at = in.readerIndex();
        if (!speaksSocks(ctx, in.getUnsignedByte(at), VERSION) || in.readableBytes() < 2) {
            return;
        }
        int reply = in.getUnsignedByte(at + 1);
        if (reply != 0) {
            // A proxy that refuses may say no more than that.
            fail(ctx, Code.UNREACHABLE, " cannot reach " + text(place) + " (" + why(reply) + ")");
            return;
        }
        int length = lengthOfAnswer(ctx, in);
        if (length > 0 && in.readableBytes() >= length) {
            in.skipBytes(length);
            over();
            whenThrough.run();
            ctx.pipeline().remove(this);
        }
    }

    /** Where it connects us from, of which we make no use, is of one of three lengths; 0 while that is not known. */
    private int lengthOfAnswer(ChannelHandlerContext ctx, ByteBuf in) {
        int head = 4;
        int port = 2;
        if (in.readableBytes() <= head) {
            return 0;
        }
        int kind = in.getUnsignedByte(in.readerIndex() + 3);
        return switch (kind) {
            case IPV4 -> head + 4 + port;
            case IPV6 -> head + 16 + port;
            case NAME -> head + 1 + in.getUnsignedByte(in.readerIndex() + head) + port;
            default -> {
                fail(ctx, Code.UNREACHABLE, " does not speak SOCKS5 (an address of kind " + kind + ")");
                yield 0;
            }
        };
    }

    /** RFC 1928, 6; from 240 on what Tor says of onion services. */
    private static String why(int reply) {
        return switch (reply) {
            case 1 -> "it failed";
            case 2 -> "its rules forbid it";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case 5 -> "connection refused";
            case 6 -> "it took too long";
            case 7 -> "it makes no connections";
            case 8 -> "it takes no such address";
            case 0xf0 -> "no such onion service is known";
            case 0xf1 -> "what is known of the onion service is broken";
            case 0xf2, 0xf3 -> "the onion service does not answer";
            case 0xf4, 0xf5 -> "the onion service wants to know its clients";
            case 0xf6 -> "a wrong onion address";
            case 0xf7 -> "the onion service took too long";
            default -> "answer " + reply;
        };
    }

    private void over() {
        stage = Stage.OVER;
        if (patience != null) {
            patience.cancel(false);
        }
    }

    private void fail(ChannelHandlerContext ctx, Code code, String why) {
        if (stage != Stage.OVER) {
            over();
            whenNot.accept(new KithException(KithException.Blame.PEER, code, "the proxy " + text(proxy.place()) + why));
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        fail(ctx, Code.UNREACHABLE, " hung up");
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, Code.UNREACHABLE, " hung up");
    }
}
