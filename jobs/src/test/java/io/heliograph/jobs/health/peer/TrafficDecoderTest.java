/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ServiceTraffic;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TrafficDecoderTest {
  private static final long SLOT = 1_700_000_005_000L;
  private static final Origin ORIGIN = new Origin("heliograph.traffic", 0, 1, SLOT + 400);

  private static ServiceTraffic.Builder orders(InstanceTraffic.Builder... instances) {
    ServiceTraffic.Builder traffic =
        ServiceTraffic.newBuilder().setNamespace("shop").setService("orders");
    for (InstanceTraffic.Builder instance : instances) {
      traffic.addInstances(instance);
    }
    return traffic;
  }

  private static InstanceTraffic.Builder instance() {
    return InstanceTraffic.newBuilder()
        .setInstanceId("orders-1")
        .setSlotUnixMillis(SLOT)
        .setCalls(3)
        .setErrors(1)
        .setNanos(60_000_000)
        .addBuckets(194)
        .addBuckets(200)
        .addCounts(2)
        .addCounts(1);
  }

  private static Decoded<TrafficEvent> decode(ServiceTraffic.Builder traffic)
      throws InvalidProtocolBufferException {
    return TrafficDecoder.decode(traffic.build().toByteArray(), ORIGIN);
  }

  @Test
  void traffic_isAnEventPerInstanceAndSlot() throws Exception {
    Decoded<TrafficEvent> decoded =
        decode(orders(instance(), instance().setSlotUnixMillis(SLOT - 5_000)));

    assertThat(decoded.reasons()).isEmpty();
    assertThat(decoded.events())
        .extracting(TrafficEvent::slotMillis)
        .containsExactly(SLOT, SLOT - 5_000);
    TrafficEvent first = decoded.events().get(0);
    assertThat(first.namespace()).isEqualTo("shop");
    assertThat(first.service()).isEqualTo("orders");
    assertThat(first.instanceId()).isEqualTo("orders-1");
    assertThat(first.sequence()).isZero();
    assertThat(first.traffic().calls()).isZero();
    assertThat(first.traffic().tracedCalls()).isEqualTo(3);
    assertThat(first.traffic().tracedErrors()).isEqualTo(1);
    assertThat(first.traffic().tracedNanos()).isEqualTo(60_000_000);
    assertThat(first.traffic().latencies().buckets()).containsExactly((short) 194, (short) 200);
    assertThat(first.traffic().latencies().counts()).containsExactly(2, 1);
  }

  @Test
  void noNamespace_isTheDefaultOne() throws Exception {
    assertThat(decode(orders(instance()).clearNamespace()).events().get(0).namespace())
        .isEqualTo("default");
  }

  @Test
  void garbage_isRefusedAsAWhole() {
    assertThatThrownBy(() -> TrafficDecoder.decode(new byte[] {1, 2, 3}, ORIGIN))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("service must be 1 to 255 bytes, has 0", (s, i) -> s.clearService()),
        wrong("namespace must be at most 255", (s, i) -> s.setNamespace("x".repeat(256))),
        wrong("instance_id must be 1 to 255 bytes, has 0", (s, i) -> i.clearInstanceId()),
        wrong("slot_unix_millis must be a multiple of 5000", (s, i) -> i.setSlotUnixMillis(7)),
        wrong(
            "slot_unix_millis must be at most 120000 after",
            (s, i) -> i.setSlotUnixMillis(SLOT + 125_000)),
        wrong("calls must be 1", (s, i) -> i.setCalls(0)),
        wrong("calls must be 1", (s, i) -> i.setCalls(-1)),
        wrong("errors must be 0 to 3, is 4", (s, i) -> i.setErrors(4)),
        wrong("nanos must be 0 to", (s, i) -> i.setNanos(-1)),
        wrong("buckets must ascend", (s, i) -> i.setBuckets(1, 194)),
        wrong("buckets must ascend from 0 to 504", (s, i) -> i.setBuckets(1, 505)),
        wrong("buckets must ascend", (s, i) -> i.setBuckets(0, -1)),
        wrong("counts must add up", (s, i) -> i.setCounts(1, 2)),
        wrong("counts must add up", (s, i) -> i.setCounts(0, 3).setCounts(1, 0)),
        wrong("counts must add up", (s, i) -> i.addCounts(1)));
  }

  private interface Change {
    void to(ServiceTraffic.Builder service, InstanceTraffic.Builder instance);
  }

  private static Arguments wrong(String reason, Change change) {
    Consumer<ServiceTraffic.Builder> all =
        service -> change.to(service, service.getInstancesBuilder(1));
    return Arguments.of(reason, all);
  }

  @ParameterizedTest
  @MethodSource
  void wrong(String reason, Consumer<ServiceTraffic.Builder> change) throws Exception {
    ServiceTraffic.Builder traffic = orders(instance(), instance());
    change.accept(traffic);

    assertThat(decode(traffic).reasons()).isNotEmpty().allMatch(r -> r.startsWith(reason), reason);
  }

  @Test
  void badInstance_doesNotTakeTheOthersWithIt() throws Exception {
    Decoded<TrafficEvent> decoded = decode(orders(instance().setCalls(0), instance()));

    assertThat(decoded.reasons()).hasSize(1);
    assertThat(decoded.events()).hasSize(1);
  }

  @Test
  void greatestDuration_isInTheLastBucket() {
    assertThat(Latencies.bucket(Long.MAX_VALUE)).isEqualTo(Latencies.LAST);
  }
}
