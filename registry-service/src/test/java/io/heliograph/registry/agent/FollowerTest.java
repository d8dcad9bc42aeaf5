/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Documents;
import io.heliograph.registry.configlog.FollowedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent whose node never answers. */
@Timeout(60)
class FollowerTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private final Catalog catalog =
      new Catalog(() -> 1_000_000, 0, Runnable::run, new CatalogLimits(10_000, 1 << 30, 10));
  private ServerSocket silent;
  private Follower follower;

  @BeforeEach
  void start() throws Exception {
    silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    follower =
        new Follower(
            List.of("127.0.0.1:" + silent.getLocalPort()),
            catalog,
            new FollowedLog(new Documents(), "an agent"));
  }

  @AfterEach
  void stop() throws IOException {
    follower.close();
    silent.close();
  }

  @Test
  void asked_neverAnswered_isNotKnown() {
    assertThat(catalog.isVerified(ORDERS)).isFalse();
    assertThat(catalog.view(ORDERS).instances()).isEmpty();
    assertThat(follower.services()).isEqualTo(1);
    assertThat(follower.staleServices()).isEqualTo(1);
  }

  @Test
  void restored_isKnown_andAsOldAsTheSnapshot() {
    catalog.restore(ORDERS, new Listed(instance(), 1_000));
    follower.restored(Duration.ofMinutes(3));

    assertThat(catalog.isVerified(ORDERS)).isTrue();
    assertThat(catalog.staleMillis(ORDERS).orElseThrow()).isGreaterThanOrEqualTo(180_000);
    for (long millis = 100; millis < 200_000; millis += 100) {
      catalog.tick(millis);
    }
    assertThat(catalog.view(ORDERS).instances()).as("its lease does not end").hasSize(1);
  }

  @Test
  void asked_forTooMany_forgetsTheOneNotAskedForTheLongest_unlessSomebodyWaitsForIt()
      throws Exception {
    catalog.restore(ORDERS, new Listed(instance(), 1_000));
    follower.restored(Duration.ZERO);
    catalog.restore(service(1), new Listed(instance(), 1_000));
    follower.restored(Duration.ZERO);
    assertThat(catalog.await(ORDERS, catalog.view(ORDERS).revision(), () -> {})).isPresent();

    for (int i = 2; i <= Follower.MOST_SERVICES; i++) {
      assertThat(catalog.isVerified(service(i))).isFalse();
    }

    assertThat(follower.services()).isEqualTo(Follower.MOST_SERVICES);
    await().until(() -> catalog.instances() == 1);
    assertThat(catalog.view(ORDERS).instances()).hasSize(1);
    assertThat(follower.refused()).isZero();
  }

  private static ServiceName service(int number) {
    return new ServiceName("default", "service-" + number);
  }

  private static Instance instance() {
    return new Instance(
        "i",
        "10.0.0.7",
        8080,
        "grpc",
        "1",
        "",
        "",
        100,
        0,
        30,
        Location.UNKNOWN,
        Map.of(),
        Map.of());
  }
}
