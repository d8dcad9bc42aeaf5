/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.heliograph.registry.catalog.Probe.Type;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes probes, all of them on one event loop, with Netty as gRPC brings it. Each opens a
 * connection of its own and closes it: what is asked is also whether it can be connected to. Bounds
 * neither how many nor how often; whoever calls it does.
 */
final class Prober implements AutoCloseable {
  private final EventLoopGroup group =
      new NioEventLoopGroup(
          1,
          task -> {
            Thread thread = new Thread(task, "registry-probe-io");
            thread.setDaemon(true);
            return thread;
          });
  private final Names names = new Names();
  private final GrpcProbe grpc = new GrpcProbe(group);
  private final long timeoutMillis;
  private final int maxBytes;

  Prober(long timeoutMillis, int maxBytes) {
    this.timeoutMillis = timeoutMillis;
    this.maxBytes = maxBytes;
  }

  /**
   * Makes a probe; what it found is handed on once, by whatever thread, when its time is over at
   * the latest.
   */
  void probe(Request request, Consumer<Finding> whenEnded) {
    Attempt attempt = new Attempt(group.next(), timeoutMillis, whenEnded);
    names.resolve(
        request, attempt, address -> group.execute(() -> start(request, address, attempt)));
  }

  private void start(Request request, InetSocketAddress address, Attempt attempt) {
    if (attempt.hasEnded()) {
      return;
    }
    try {
      if (request.type() == Type.GRPC) {
        grpc.start(request, address, attempt, timeoutMillis, maxBytes);
      } else if (request.type() == Type.HTTP) {
        connect(address, new HttpProbe(request, attempt, maxBytes), attempt);
      } else {
        connect(address, new ChannelInboundHandlerAdapter(), attempt)
            .addListener(done -> tcp((ChannelFuture) done, attempt));
      }
    } catch (RuntimeException e) { // such as an address that no socket takes
      attempt.failed(e);
    }
  }

  private ChannelFuture connect(
      InetSocketAddress address, ChannelHandler handler, Attempt attempt) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler);
                  }
                })
            .connect(address);
    attempt.opened(() -> connecting.channel().close());
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            attempt.failed(done.cause());
          }
        });
    return connecting;
  }

  private static void tcp(ChannelFuture done, Attempt attempt) {
    if (!done.isSuccess()) {
      return;
    }
    Channel channel = done.channel();
    if (channel.localAddress().equals(channel.remoteAddress())) {
      // a closed port of this machine that its own end of the connection was given (RFC 793, 3.4)
      attempt.failed("nobody listens");
    } else {
      attempt.ok("");
    }
  }

  @Override
  public void close() {
    names.close();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
