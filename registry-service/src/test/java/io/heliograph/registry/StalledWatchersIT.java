/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node with a small heap, a large service, and hundreds who watch it by every API and never read.
 */
@Timeout(120)
class StalledWatchersIT {
  private static final int HEAP_MB = 96;
  private static final int INSTANCES = 3_000;
  private static final String TEXT = "x".repeat(200);
  private static final int CHANGES = 100;
  private static final int STALLED_OF_EACH_KIND = 67;

  /** Their lists are smaller: enough that some have to end. */
  private static final int STALLED_OF_XDS = 300;

  /** The smallest of HTTP/2: what does not fit stays in the node. */
  private static final int WINDOW = 65_535;

  @TempDir Path directory;
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private RegistryProcess node;
  private RegistryGrpc.RegistryBlockingStub registry;

  @BeforeEach
  void start() throws Exception {
    node = new RegistryProcess(directory, "node", Map.of(), HEAP_MB);
    toClose.add(node.awaitServing());
    registry = RegistryGrpc.newBlockingStub(channel());
    for (int i = 0; i < INSTANCES; i++) {
      register(Integer.toString(i), "10.1.0.1", 1 + i);
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private void register(String id, String host, int port) {
    var unused =
        registry.register(
            RegisterRequest.newBuilder()
                .setService("orders")
                .setInstance(
                    Instance.newBuilder()
                        .setId(id)
                        .setHost(host)
                        .setPort(port)
                        .setLeaseSeconds(600)
                        .putMetadata("text", TEXT))
                .build());
  }

  private ManagedChannel channel() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPort())
            .flowControlWindow(WINDOW)
            .usePlaintext()
            .build();
    toClose.add(channel::shutdownNow);
    return channel;
  }

  @Test
  void manyNeverRead_whoReadsHearsOfEachChangeInTime() throws Exception {
    List<ChangeReader> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(ChangeReader.overGrpc(channel()));
      readers.add(ChangeReader.overHttp(node));
    }
    readers.add(ChangeReader.overXds(channel()));
    toClose.addAll(readers);
    Awaitility.await("all readers have the list")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(readers).allMatch(ChangeReader::hasList));
    for (int i = 0; i < STALLED_OF_EACH_KIND; i++) {
      pollAndNeverRead();
    }
    Awaitility.await("all polls, and all readers, wait; those of xDS as one")
        .atMost(Duration.ofSeconds(30))
        .until(() -> metric("heliograph_registry_awaits") == 2 + 2 + 1 + STALLED_OF_EACH_KIND);
    for (int i = 0; i < STALLED_OF_EACH_KIND; i++) {
      RegistryGrpc.newStub(channel())
          .watch(WatchRequest.newBuilder().setService("orders").build(), new Stalled<>());
    }
    for (int i = 0; i < STALLED_OF_XDS; i++) {
      AggregatedDiscoveryServiceGrpc.newStub(channel())
          .streamAggregatedResources(new Stalled<DiscoveryRequest, DiscoveryResponse>())
          .onNext(ChangeReader.endpoints().build());
    }
    Awaitility.await("all are there")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                metric("heliograph_registry_watches") == 2 + STALLED_OF_EACH_KIND
                    && metric("heliograph_registry_xds_streams")
                            + metric("heliograph_registry_xds_given_up_total")
                        == 1 + STALLED_OF_XDS);

    long[] changed = new long[CHANGES];
    change(0, changed); // all who poll are answered at once, and stand still from then on
    awaitSeen(readers, 1);
    for (int i = 1; i < CHANGES; i++) {
      change(i, changed);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    awaitSeen(readers, CHANGES);

    List<Long> millis = new ArrayList<>();
    for (ChangeReader reader : readers) {
      for (int i = 1; i < CHANGES; i++) {
        millis.add((reader.seen().get(i) - changed[i]) / 1_000_000);
      }
    }
    millis.sort(null);
    assertThat(millis.get(millis.size() * 99 / 100)).as("p99 of %s", millis).isLessThan(1_000);
    Awaitility.await("those of xDS that never read come to need more memory than there is")
        .atMost(Duration.ofSeconds(30))
        .until(() -> metric("heliograph_registry_xds_given_up_total") > 0);
    for (String held : List.of("watch_bytes", "xds_answer_bytes")) {
      assertThat(metric("heliograph_registry_" + held))
          .as(held)
          .isBetween(1.0, HEAP_MB / 4 * 1e6 * 1.05);
    }
    assertThat(node.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(node.output()).doesNotContain("OutOfMemory", "OutOfDirectMemory", "ERROR");
  }

  private void change(int i, long[] changed) {
    changed[i] = System.nanoTime();
    register("change-" + i, "10.2.0.1", 1 + i);
  }

  private static void awaitSeen(List<ChangeReader> readers, int changes) {
    for (ChangeReader reader : readers) {
      Awaitility.await(reader + " has heard of " + changes)
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(reader.seen().keySet()).as(reader.toString()).hasSize(changes));
    }
  }

  /** Waits for news as an HTTP client does, and is told of one, but has no ears. */
  private void pollAndNeverRead() throws Exception {
    String revision = ChangeReader.revision(node.get(ChangeReader.PATH).body());
    Socket socket = new Socket();
    toClose.add(socket);
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress("127.0.0.1", node.httpPort()));
    String request = "GET %s?wait=60s&revision=%s HTTP/1.1\r\nHost: node\r\n\r\n";
    socket
        .getOutputStream()
        .write(request.formatted(ChangeReader.PATH, revision).getBytes(US_ASCII));
  }

  private double metric(String name) throws Exception {
    return node.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  /** Takes no answer at all. */
  private static final class Stalled<Q, A> implements ClientResponseObserver<Q, A> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
      call.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(A answer) {
      throw new AssertionError("it asked for none");
    }

    @Override
    public void onError(Throwable error) {
      // the node may end it
    }

    @Override
    public void onCompleted() {}
  }
}
