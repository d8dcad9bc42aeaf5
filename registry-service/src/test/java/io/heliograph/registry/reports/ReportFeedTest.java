/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.Withholding;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a Kafka: port 1 of this machine, where nobody listens. */
@Timeout(60)
class ReportFeedTest {
  private static final ProbeResult RESULT =
      ProbeResult.newBuilder().setNamespace("default").setService("orders").build();

  private static final ServiceName ORDERS = new ServiceName("default", "orders");

  private static Listed orders(int number) {
    return new Listed(
        new Instance(
            "orders-" + number,
            "10.0.0.7",
            8080,
            "",
            "",
            "",
            "",
            100,
            0,
            10,
            Location.UNKNOWN,
            Map.of(),
            Map.of()),
        0);
  }

  @Test
  void kafkaAway_resultsAreDroppedAndCounted_noneWaits() {
    try (ReportFeed feed = new ReportFeed("127.0.0.1:1")) {
      feed.start();
      for (int i = 0; i < 10; i++) {
        feed.give(RESULT);
        feed.lifeSigns().heard(ORDERS, orders(i), 5_000);
      }
      feed.give(ProtectionNotice.getDefaultInstance());
      Awaitility.await("given = delivered + crowded out + undelivered")
          .atMost(Duration.ofSeconds(30))
          .until(() -> feed.counts().results().undelivered() == 10);
      Awaitility.await("beats, too")
          .atMost(Duration.ofSeconds(30))
          .until(() -> feed.counts().beats().undelivered() == 10);
      assertThat(feed.counts().beats().delivered()).isZero();
      assertThat(feed.counts().results().delivered()).isZero();
      assertThat(feed.counts().told()).isZero(); // it waits
      assertThat(feed.counts().forgotten()).isZero();
    }
  }

  @Test
  void tooMany_crowdedOutAndCounted() {
    ReportFeed feed = new ReportFeed("127.0.0.1:1"); // nobody takes any out
    for (int i = 0; i < ReportFeed.MOST_RESULTS + 3; i++) {
      feed.give(RESULT);
    }
    for (int i = 0; i < ReportFeed.MOST_NOTICES + 2; i++) {
      feed.give(ProtectionNotice.getDefaultInstance());
    }
    assertThat(feed.counts().results().crowdedOut()).isEqualTo(3);
    assertThat(feed.counts().forgotten()).isEqualTo(2);
  }

  @Test
  void messages_ofServiceAndOfRoom() {
    ProtectionNotice service =
        ProtectionMessages.of(
            "n1",
            new Withholding(
                Withholding.Kind.TIMED_OUT, new ServiceName("shop", "orders"), 9, 10, 300_000),
            5);
    assertThat(service)
        .isEqualTo(
            ProtectionNotice.newBuilder()
                .setNamespace("shop")
                .setService("orders")
                .setNodeId("n1")
                .setChange(ProtectionChange.PROTECTION_CHANGE_TIMED_OUT)
                .setSilent(9)
                .setInstances(10)
                .setHoldSeconds(300)
                .setTimeUnixNano(5_000_000)
                .build());
    ProtectionNotice room =
        ProtectionMessages.of(
            "n1",
            new Withholding(
                Withholding.Kind.FROZEN, new Location("sh", "sh-1", "a"), 9, 10, 300_000),
            5);
    assertThat(room.getService()).isEmpty();
    assertThat(room.getLocation().getRoom()).isEqualTo("a");
    assertThat(room.getChange()).isEqualTo(ProtectionChange.PROTECTION_CHANGE_FROZEN);
  }
}
