package kith.daemon.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of one wire share. Safe from any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that does not close well is closed all the same
final class Switchboard {
    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);
    private static final int LOGGED_FRAMES = 30;

    final Credentials own;
    final WireLimits limits;
    final Ways ways;
    final Reception reception;
    final Gate gate;
    final Set<TcpLink> links = ConcurrentHashMap.newKeySet();

    private final Road road;
    private final Road meteredRoad;
    private final EventExecutorGroup lanes;
    private final Map<Tally, LongAdder> counts = new EnumMap<>(Tally.class);

    /** What holds for all connections. */
    record Terms(WireLimits limits, Ways ways) {}

    Switchboard(Credentials own, Terms terms, Reception reception, EventExecutorGroup lanes) {
        this.own = own;
        this.limits = terms.limits();
        this.ways = terms.ways();
        this.road = road(ways.pace(), Ways.Pace::rates);
        this.meteredRoad = road(ways.pace(), Ways.Pace::metered);
        this.reception = reception;
        this.gate = new Gate(terms.limits());
        this.lanes = lanes;
        for (Tally tally : Tally.values()) {
            counts.put(tally, new LongAdder());
        }
    }

    private static Road road(Ways.@Nullable Pace pace, Function<Ways.Pace, Ways.Rates> which) {
        return pace == null ? Road.FREE : new Road(which.apply(pace), pace.machine()::ticks, pace.machine()::after);
    }

    /** The road of a link that begins at this address of ours; null: nobody knows where. Asks the system. */
    Road road(@Nullable SocketAddress local) {
        Ways.Pace pace = ways.pace();
        boolean isMetered = pace != null
                && local instanceof InetSocketAddress place
                && pace.isMetered().test(place.getAddress());
        return isMetered ? meteredRoad : road;
    }

    boolean isMetered(Road taken) {
        return taken.equals(meteredRoad) && !taken.equals(road);
    }

    /** One thread, the same for all that is said on one link; links share threads, never a call. */
    EventExecutor lane() {
        return lanes.next();
    }

    /** Runs {@code act} on a lane or loop; when the wire has closed, nobody waits for it any more. */
    static void execute(EventExecutor thread, Runnable act) {
        try {
            thread.execute(act);
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    /** The same, after {@code delay}. */
    static void executeAfter(EventExecutor thread, Duration delay, Runnable act) {
        try {
            var unused = thread.schedule(act, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    /** Ends the connection below TLS, which would say goodbye; before all that the loop hears of from now on. */
    static void hangUp(Channel channel) {
        execute(channel.eventLoop(), () -> {
            ChannelHandlerContext nearest = channel.pipeline().firstContext();
            if (nearest != null) {
                nearest.close();
            }
        });
    }

    /**
     * Deals with what nobody expected. An error or a fault of the host is the end of all; anything else may be a peer's
     * doing, so it costs that peer's link and no more. Its text may hold what the peer said, and is not logged.
     *
     * @param where it happened, unless that was logged already
     */
    void failed(Throwable fault, Optional<String> where) {
        boolean ofHost = fault instanceof KithException known && known.blame() == KithException.Blame.HOST;
        if (ofHost || fault instanceof Error) {
            reception.fault(fault);
        } else if (where.isPresent()) {
            LOG.error(
                    "{}: ended by a fault of our own; please report these lines: {}{}",
                    where.get(),
                    fault.getClass().getName(),
                    Stream.of(fault.getStackTrace())
                            .limit(LOGGED_FRAMES)
                            .map(frame -> "\n    at " + frame)
                            .collect(Collectors.joining()));
        }
    }

    void count(Tally tally) {
        adder(tally).increment();
    }

    long counted(Tally tally) {
        return adder(tally).sum();
    }

    private LongAdder adder(Tally tally) {
        LongAdder adder = counts.get(tally);
        if (adder == null) {
            throw new AssertionError(tally);
        }
        return adder;
    }
}
