/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseBeatsTest {
  private static final ServiceName ORDERS = new ServiceName("shop", "orders");
  private static final long REGISTERED = 1_790_000_000_000L;

  private final ReportOutcomes outcomes = new ReportOutcomes();
  private long now = REGISTERED + 5_000;
  private final LeaseBeats beats = new LeaseBeats(2, () -> now, outcomes);

  private static Listed listed(String id, String version) {
    return new Listed(
        new Instance(
            id,
            "10.0.0.7",
            8080,
            "grpc",
            version,
            "blue",
            "gray",
            50,
            30,
            10,
            new Location("sh", "sh-1", "a"),
            Map.of("tier", "gold"),
            Map.of("secret", "not told")),
        REGISTERED);
  }

  @Test
  void heard_isABeatWithAllThatIsKnown() {
    beats.heard(ORDERS, listed("orders-1", "1.4.2"), 5_000);

    assertThat(beats.take())
        .containsExactly(
            Heartbeat.newBuilder()
                .setNamespace("shop")
                .setService("orders")
                .setInstanceId("orders-1")
                .setHost("10.0.0.7")
                .setPort(8080)
                .setVersion("1.4.2")
                .setGroup("blue")
                .setLane("gray")
                .setLocation(
                    io.heliograph.v1.Location.newBuilder()
                        .setCity("sh")
                        .setCenter("sh-1")
                        .setRoom("a"))
                .putTags("tier", "gold")
                .setWeight(50)
                .setWarmupSeconds(30)
                .setTimeUnixNano((REGISTERED + 5_000) * 1_000_000)
                .setStartedUnixNano(REGISTERED * 1_000_000)
                .setSequence(REGISTERED + 5_000)
                .setIntervalMs(5_000)
                .setLifecycle(Lifecycle.LIFECYCLE_SERVING)
                .setLeased(true)
                .build());
    assertThat(beats.take()).isEmpty();
  }

  @Test
  void left_isTheLastBeat() {
    beats.heard(ORDERS, listed("orders-1", "1"), 5_000);
    beats.left(ORDERS, listed("orders-1", "1"));

    List<Heartbeat> taken = beats.take();
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).getLifecycle()).isEqualTo(Lifecycle.LIFECYCLE_STOPPED);
    assertThat(taken.get(0).getSequence()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void leftAndRegisteredAnew_beforeItIsTold_isHeardOnly() {
    beats.left(ORDERS, listed("orders-1", "1"));
    beats.heard(ORDERS, listed("orders-1", "2"), 5_000);

    assertThat(beats.take()).extracting(Heartbeat::getVersion).containsExactly("2");
  }

  @Test
  void tooMany_othersAreDroppedAndCounted_thoseThatWaitAreNot() {
    for (int i = 1; i <= 5; i++) {
      beats.heard(ORDERS, listed("orders-" + i, "1"), 5_000);
      beats.heard(ORDERS, listed("orders-1", "2"), 5_000);
    }
    assertThat(beats.take())
        .extracting(Heartbeat::getInstanceId)
        .containsExactly("orders-1", "orders-2");
    assertThat(outcomes.crowdedOut()).isEqualTo(3);
  }

  @Test
  void batches_areBoundedInItemsAndBytes_andKeepTheOrder() {
    List<Heartbeat> all = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      all.add(Heartbeat.newBuilder().setInstanceId("small-" + i).build());
    }
    for (int i = 0; i < 50; i++) { // as large as tags may be
      all.add(
          Heartbeat.newBuilder()
              .setInstanceIdBytes(ByteString.copyFromUtf8("large-" + i))
              .putTags("t", "x".repeat(16 << 10))
              .build());
    }

    List<List<Heartbeat>> batches = ReportKind.BEATS.batches(all);

    assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    assertThat(batches)
        .allSatisfy(
            batch -> {
              assertThat(batch).hasSizeLessThanOrEqualTo(ReportKind.MOST_ITEMS);
              assertThat(ReportKind.BEATS.batch().apply(batch).getSerializedSize())
                  .isLessThan(ReportKind.MOST_BYTES + (8 << 10));
            });
    assertThat(batches).hasSizeLessThan(9);
  }
}
