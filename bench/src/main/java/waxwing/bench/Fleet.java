package waxwing.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import waxwing.client.relay.RelayTrust;
import waxwing.model.RelayLink;
import waxwing.relay.v1.SubmitResult;

/// All devices of the generator, on one event loop: what they send, what comes back, and the books on it.
final class Fleet implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int DELIVERY = 1;
    private static final int SUBMIT_RESULT = 2;
    private static final int QUEUE_EMPTY = 3;

    private final InstantSource clock;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private RelayLink relay;
    private SslContext tls;
    private final Tally tally = new Tally();
    private final List<Lane> lanes = new ArrayList<>();
    private final ProtoCursor frame = new ProtoCursor();
    private final ProtoCursor part = new ProtoCursor();
    private final ProtoCursor inner = new ProtoCursor();
    private final SubmitForm.Head outHead = new SubmitForm.Head();
    private final SubmitForm.Head inHead = new SubmitForm.Head();
    private final AtomicReference<@Nullable AuditException> failure = new AtomicReference<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final long stamp;
    private Load load = Load.NONE;
    private boolean strangersAllowed;
    private boolean ending;

    /// What sends more when something comes back. Called on the event loop.
    interface Load {
        Load NONE = _ -> {};

        /// One of this device's messages was accepted.
        void accepted(Device sender);
    }

    /// @param stamp tells this process's messages from those of another
    Fleet(RelayLink relay, InstantSource clock, long stamp) throws SSLException {
        this.clock = clock;
        this.relay = relay;
        this.stamp = stamp;
        boolean epoll = Epoll.isAvailable();
        this.group =
                new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.loop = group.next();
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
        this.tls = tls(relay);
    }

    private static SslContext tls(RelayLink relay) throws SSLException {
        return SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .trustManager(new RelayTrust(relay))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }

    /// The relay was started again, and is somewhere else.
    void target(RelayLink moved) throws SSLException {
        SslContext fresh = tls(moved);
        onLoop(() -> {
            relay = moved;
            tls = fresh;
            return true;
        });
    }

    Tally tally() {
        return tally;
    }

    EventLoop loop() {
        return loop;
    }

    /// What runs from now on.
    void load(Load next) {
        onLoop(() -> {
            load = next;
            return true;
        });
    }

    /// From now on this device writes to those, by turns, and to nobody else. Who is named twice has two turns.
    void route(Device from, List<Device> to) {
        onLoop(() -> {
            List<Lane> turns = new ArrayList<>(to.size());
            for (Device recipient : to) {
                turns.add(turns.stream()
                        .filter(lane -> lane.recipient() == recipient)
                        .findFirst()
                        .orElseGet(() -> lane(from, recipient)));
            }
            from.route(turns);
            return true;
        });
    }

    private Lane lane(Device from, Device to) {
        Lane lane = new Lane(lanes.size(), from, to);
        lanes.add(lane);
        return lane;
    }

    /// Times from now on are those of a new run.
    void resetTimes() {
        onLoop(() -> {
            tally.resetTimes();
            return true;
        });
    }

    /// Runs something on the event loop and waits for what it gives.
    <T> T onLoop(Callable<T> work) {
        try {
            return loop.submit(work).get(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the event loop failed", e);
        }
    }

    /// Starts a connection; on the event loop.
    Http2Link connect(Device device) {
        ByteBuf buffer = Unpooled.buffer(512);
        byte[] opening = Http2Link.opening(
                buffer, RequestHeaders.exchange(relay, device.registered().credentials()));
        Http2Link link = new Http2Link(opening, device);
        ChannelFuture _ = bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler handler = tls.newHandler(channel.alloc());
                        handler.setHandshakeTimeoutMillis(CONNECT_MILLIS);
                        channel.pipeline().addLast(handler, link);
                    }
                })
                .connect(relay.host(), relay.port())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        device.broke("no connection: " + done.cause());
                    }
                });
        return link;
    }

    /// Connects devices, some at a time, and waits until each has got all that waited for it.
    void come(List<Device> devices) {
        await(new Arrival(devices, Device::come), "not all devices could connect and drain their mailboxes");
    }

    /// Ends the streams of devices, and waits until the relay has ended them too.
    void leave(List<Device> devices) {
        List<Device> there = devices.stream().filter(Device::isConnected).toList();
        await(new Arrival(there, Device::leave), "not all streams were ended by the relay");
    }

    private void await(Arrival arrival, String otherwise) {
        onLoop(() -> {
            arrival.begin();
            return true;
        });
        try {
            CompletableFuture.anyOf(arrival.all(), failed).get(5, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            check();
            throw new AuditException(otherwise + ": " + e);
        }
    }

    /// Writes the next message of a lane.
    void write(Lane lane, long intendedNanos, ByteBuf out) {
        int number = lane.send(intendedNanos);
        outHead.stamp = stamp;
        outHead.lane = lane.id();
        outHead.number = number;
        outHead.intendedNanos = intendedNanos;
        long most = (clock.millis() << 16) | VERSION_7 | (stamp & 0xFFF);
        long least = VARIANT | ((long) lane.id() << 32) | number;
        lane.form().write(out, most, least, outHead);
        tally.sent(System.nanoTime() - intendedNanos);
    }

    /// A frame of the relay.
    void received(Device by, ByteBuf in, int from, int to) {
        try {
            frame.over(in, from, to);
            while (frame.next()) {
                switch (frame.field()) {
                    case DELIVERY -> delivered(by, in, frame.from(), frame.to());
                    case SUBMIT_RESULT -> result(in, frame.from(), frame.to());
                    case QUEUE_EMPTY -> by.queueEmpty();
                    default -> {
                        // Of a later version.
                    }
                }
            }
        } catch (AuditException e) {
            fail(e);
        }
    }

    private void delivered(Device by, ByteBuf in, int from, int to) {
        long sequence = -1;
        boolean whole = false;
        part.over(in, from, to);
        while (part.next()) {
            if (part.field() == 1) {
                sequence = part.number();
            } else if (part.field() == 2) {
                inner.over(in, part.from(), part.to());
                while (inner.next()) {
                    whole |= inner.field() == 6 && inHead.read(in, inner.from(), inner.to());
                }
            }
        }
        if (!whole || inHead.stamp != stamp) {
            if (!strangersAllowed) {
                throw new AuditException(by + ": something was delivered that was not sent");
            }
            tally.stranger();
        } else {
            lane(inHead.lane).deliver(inHead.number, by);
            tally.delivered(System.nanoTime() - inHead.intendedNanos);
        }
        by.gather(sequence);
    }

    private void result(ByteBuf in, int from, int to) {
        long least = 0;
        boolean accepted = false;
        part.over(in, from, to);
        while (part.next()) {
            if (part.field() == 1) {
                least = in.getLong(part.to() - Long.BYTES);
            } else if (part.field() == 2) {
                accepted = isAccepted(in, part.from(), part.to());
            }
        }
        if (!accepted) {
            throw new AuditException("not accepted: " + inWords(in, from, to));
        }
        Lane lane = lane((int) (least >>> 32) & 0x3FFF_FFFF);
        tally.accepted(System.nanoTime() - lane.accept((int) least));
        load.accepted(lane.sender());
    }

    private boolean isAccepted(ByteBuf in, int from, int to) {
        boolean accepted = false;
        inner.over(in, from, to);
        if (inner.next() && inner.field() == 1) {
            inner.over(in, inner.from(), inner.to());
            while (inner.next()) {
                accepted |= inner.field() == 2;
            }
        }
        return accepted;
    }

    private static String inWords(ByteBuf in, int from, int to) {
        try {
            return SubmitResult.parseFrom(ByteBufUtil.getBytes(in, from, to - from))
                    .toString();
        } catch (InvalidProtocolBufferException e) {
            return e.toString();
        }
    }

    private Lane lane(int id) {
        if (id < 0 || id >= lanes.size()) {
            throw new AuditException("a message of lane " + id + ", which does not exist");
        }
        return lanes.get(id);
    }

    /// Takes what other processes left in the mailboxes, and forgets it.
    void takeStrangers(List<Device> devices) {
        onLoop(() -> strangersAllowed = true);
        come(devices);
        onLoop(() -> strangersAllowed = false);
        leave(devices);
    }

    /// The run is spoilt. The first reason counts.
    void fail(AuditException why) {
        if (!ending && failure.compareAndSet(null, why)) {
            failed.completeExceptionally(why);
        }
    }

    /// @throws AuditException if anything went wrong so far
    void check() {
        AuditException why = failure.get();
        if (why != null) {
            throw why;
        }
    }

    /// How far a message has to be.
    enum Settled {
        ACCEPTED,
        /// And accepted.
        DELIVERED
    }

    /// Waits until all that was sent is so far.
    ///
    /// @throws AuditException if it is not within a minute
    void settle(Settled far) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        List<String> open = unsettled(far);
        while (!open.isEmpty()) {
            check();
            if (System.nanoTime() > end) {
                throw new AuditException("a minute later, still not settled: " + open);
            }
            Pause.millis(20);
            open = unsettled(far);
        }
    }

    private List<String> unsettled(Settled far) {
        return onLoop(() -> lanes.stream()
                .filter(lane -> !lane.is(far))
                .limit(5)
                .map(Lane::books)
                .toList());
    }

    @Override
    public void close() {
        ending = true;
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
