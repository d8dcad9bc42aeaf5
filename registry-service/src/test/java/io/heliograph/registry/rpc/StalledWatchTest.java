/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.flow.CallReset;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do not read a list, over real gRPC: what becomes of its memory, and of others. */
@Timeout(60)
class StalledWatchTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final int INSTANCES = 20;
  private static final String LONG_TEXT = "x".repeat(16_000);

  /** The smallest of HTTP/2: a list is larger, so the rest of it waits in the server. */
  private static final int WINDOW = 65_535;

  private static final long LIST_BYTES = (long) INSTANCES * LONG_TEXT.length();

  private final Catalog catalog =
      new Catalog(() -> 1_000_000, 0, Runnable::run, new CatalogLimits(1_000, 1 << 30, 1_000));

  /** Room for one list and a half under way, and for as much that is not taken. */
  private final Watches watches =
      new Watches(
          catalog,
          new RuleBook(new Documents()),
          "node/1",
          () -> 1_000_000,
          LIST_BYTES * 3 / 2,
          1_000);

  private final List<ManagedChannel> channels = new ArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < INSTANCES; i++) {
      catalog.register(ORDERS, WatchesTest.instance("i" + i, LONG_TEXT));
    }
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addStreamTracerFactory(CallReset.TRACER)
            .addService(
                WatchAnswer.in(
                    new RegistryGrpc.RegistryImplBase() {}.bindService(),
                    (request, client) ->
                        watches.begin(
                            ORDERS,
                            Optional.empty(),
                            Optional.empty(),
                            (ServerCallStreamObserver<WatchAnswer>) client)))
            .build()
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    channels.forEach(ManagedChannel::shutdownNow);
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    watches.close();
  }

  @Test
  void someDoNotRead_theOldestOfThemEnd_andWhoReadsIsTold() throws Exception {
    Client first = new Client(0);
    soon().until(() -> watches.untaken() > LIST_BYTES);
    assertThat(watches.largeUnderWay()).isZero();
    final Client second = new Client(0);
    soon().until(() -> watches.givenUp() == 1);

    first.call.request(10); // what it was to be sent is not there any more
    soon().until(() -> first.ended != null);
    assertThat(first.told).isZero();
    assertThat(first.ended.getCode()).isEqualTo(Status.Code.CANCELLED);
    assertThat(watches.untaken()).isBetween(LIST_BYTES, LIST_BYTES * 3 / 2);
    assertThat(watches.open()).isEqualTo(1);
    assertThat(catalog.awaits()).isEqualTo(1);
    assertThat(second.ended).isNull();

    Client reader = new Client(Integer.MAX_VALUE);
    soon().until(() -> reader.told == INSTANCES);
    catalog.register(ORDERS, WatchesTest.instance("late", LONG_TEXT));
    soon().until(() -> reader.told == INSTANCES + 1);

    second.call.request(10); // it goes on, and has missed nothing
    soon().until(() -> second.told == INSTANCES + 1);
    soon().until(() -> watches.untaken() == 0);
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  /** Watches, on a connection of its own; takes so many answers. */
  private final class Client implements ClientResponseObserver<WatchRequest, WatchResponse> {
    private final int atFirst;
    private volatile int told;
    private volatile Status ended;
    private ClientCallStreamObserver<WatchRequest> call;

    Client(int atFirst) {
      this.atFirst = atFirst;
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
              .flowControlWindow(WINDOW)
              .usePlaintext()
              .build();
      channels.add(channel);
      RegistryGrpc.newStub(channel).watch(WatchRequest.getDefaultInstance(), this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(atFirst);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one call's answers come one by one
    public void onNext(WatchResponse answer) {
      told += answer.getChangedCount();
    }

    @Override
    public void onError(Throwable error) {
      ended = Status.fromThrowable(error);
    }

    @Override
    public void onCompleted() {}
  }
}
