/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ProtectionLimits;
import io.heliograph.registry.catalog.ServiceName;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes that talk over real gRPC. */
@Timeout(60)
class PeersTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final int LEASE_SECONDS = 3;
  private static final int INSTANCES = 8_000;

  /** Together 8 MB: more than gRPC's clients take unless they are told to. */
  private static final int LARGE = 1_000;

  private final List<Server> servers = new ArrayList<>();
  private final Catalog holder = catalog("holder");
  private final Catalog other = catalog("other");
  private Peers ofHolder;
  private Peers ofOther;

  private static Catalog catalog(String node) {
    Catalog catalog =
        new Catalog(
            node, System::currentTimeMillis, now(), Runnable::run, CatalogLimits.ofHeap(128 << 20));
    catalog.protect(new ProtectionLimits(1, 1_000_000, 0, 0.5));
    return catalog;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private String serve(Catalog catalog) throws Exception {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .maxInboundMessageSize(PeerRpc.MOST_MESSAGE_BYTES)
            .addService(new PeerRpc(catalog))
            .build()
            .start();
    servers.add(server);
    return "127.0.0.1:" + server.getPort();
  }

  @AfterEach
  void stop() {
    ofHolder.close();
    ofOther.close();
    servers.forEach(Server::shutdownNow);
  }

  @Test
  void allRenewAtTheOtherNode_noLeaseEndsAndNoneIsTakenOver() throws Exception {
    String holderAddress = serve(holder);
    String otherAddress = serve(other);
    ofHolder = new Peers(holder, new PeerSettings(List.of(otherAddress), List.of()));
    ofOther = new Peers(other, new PeerSettings(List.of(holderAddress), List.of()));
    ofHolder.start();
    ofOther.start();
    for (int i = 0; i < INSTANCES; i++) {
      holder.register(ORDERS, instance("i" + i));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> other.instances() == INSTANCES && other.lives().silentMillis().size() == 1);
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> ofOther.reaches("holder"));

    long end = System.nanoTime() + Duration.ofSeconds(3 * LEASE_SECONDS).toNanos();
    for (int tick = 0; System.nanoTime() < end; tick++) {
      if (tick % (LEASE_SECONDS * 10 / 3) == 0) {
        for (int i = 0; i < INSTANCES; i++) {
          assertThat(other.renew(ORDERS, "i" + i)).isEqualTo(LEASE_SECONDS);
        }
      }
      holder.tick(now());
      other.tick(now());
      TimeUnit.MILLISECONDS.sleep(100);
    }

    for (Catalog catalog : List.of(holder, other)) {
      assertThat(catalog.instances()).isEqualTo(INSTANCES);
      assertThat(catalog.counts().expired()).isZero();
      assertThat(catalog.counts().takenOver()).isZero();
      assertThat(catalog.counts().contradicted()).isZero();
    }
  }

  /** The other way no connection can be made, so that nobody gives them. */
  @Test
  void manyLargeEntriesAreMissing_areFetched() throws Exception {
    ofHolder = new Peers(holder, new PeerSettings(List.of(), List.of()));
    ofOther = new Peers(other, new PeerSettings(List.of(serve(holder)), List.of()));
    Map<String, String> text = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      text.put("text" + i, "x".repeat(1_000));
    }
    for (int i = 0; i < LARGE; i++) {
      holder.register(ORDERS, instance("i" + i, text));
    }

    ofOther.start();

    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> other.instances() == LARGE);
  }

  private static Instance instance(String id) {
    return instance(id, Map.of());
  }

  private static Instance instance(String id, Map<String, String> metadata) {
    return new Instance(
        id, "h", 1, "", "", "", "", 100, 0, LEASE_SECONDS, Location.UNKNOWN, Map.of(), metadata);
  }
}
