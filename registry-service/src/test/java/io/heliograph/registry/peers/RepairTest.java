/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.peer.v1.CompareRequest;
import io.heliograph.registry.peer.v1.CompareResponse;
import io.heliograph.registry.peer.v1.ExchangeRequest;
import io.heliograph.registry.peer.v1.ExchangeResponse;
import io.heliograph.registry.peer.v1.PeersGrpc;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node compares what it holds with another, over real gRPC. */
@Timeout(60)
class RepairTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private final Catalog own = catalog("own");
  private final Catalog other = catalog("other");
  private final PeerRpc rpc = new PeerRpc(other);
  private final AtomicInteger comparisons = new AtomicInteger();
  private boolean changesAllTheTime;
  private Server server;
  private ManagedChannel channel;
  private Repair repair;

  private static Catalog catalog(String node) {
    return new Catalog(
        node, System::currentTimeMillis, 0, Runnable::run, CatalogLimits.ofHeap(256 << 20));
  }

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new Other())
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .maxInboundMessageSize(PeerRpc.MOST_MESSAGE_BYTES)
            .usePlaintext()
            .build();
    repair = new Repair(own, channel);
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  @Test
  void moreThanAnAnswerHolds_isRepairedInOneGo() throws Exception {
    register(PeerRpc.MOST_VERSIONS * 3 / 2);

    Repair.Outcome outcome = repair.run();

    assertThat(outcome.equal()).isTrue();
    assertThat(own.instances()).isEqualTo(other.instances());
    assertThat(comparisons).hasValue(3); // two parts, and that there is no third
  }

  /** Or two nodes with much to do would do nothing else but compare. */
  @Test
  void nodeThatChangesAllTheTime_isLeftToTheNextRepair() throws Exception {
    register(10);
    changesAllTheTime = true;

    Repair.Outcome outcome = repair.run();

    assertThat(outcome.equal()).isFalse();
    assertThat(own.instances()).isEqualTo(11);
    assertThat(comparisons).hasValue(2);
  }

  private void register(int count) throws CatalogFullException {
    for (int i = 0; i < count; i++) {
      register("i" + i);
    }
  }

  private void register(String id) throws CatalogFullException {
    other.register(
        ORDERS,
        new Instance(id, "h", 1, "", "", "", "", 100, 0, 60, Location.UNKNOWN, Map.of(), Map.of()));
  }

  private final class Other extends PeersGrpc.PeersImplBase {
    @Override
    public void compare(CompareRequest request, StreamObserver<CompareResponse> to) {
      int comparison = comparisons.incrementAndGet();
      if (changesAllTheTime) {
        try {
          register("new" + comparison);
        } catch (CatalogFullException e) {
          throw new IllegalStateException(e);
        }
      }
      rpc.compare(request, to);
    }

    @Override
    public void exchange(ExchangeRequest request, StreamObserver<ExchangeResponse> to) {
      rpc.exchange(request, to);
    }
  }
}
