/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.Otlp.KAFKA_TIME;
import static io.heliograph.jobs.Otlp.fragment;
import static io.heliograph.jobs.trace.intake.Calls.orders;
import static io.heliograph.jobs.trace.intake.Calls.request;
import static io.heliograph.jobs.trace.intake.Calls.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.trace.traffic.TrafficRecord;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ServiceTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartOperatorTest {
  private static final byte[] ONE_CALL =
      request(orders("service.instance.id", "orders-1"), served(10)).toByteArray();

  private OneInputStreamOperatorTestHarness<Fragment, PartBatch> harness;
  private int read;

  @BeforeEach
  void open() throws Exception {
    harness = harness(true);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static OneInputStreamOperatorTestHarness<Fragment, PartBatch> harness(boolean traffic)
      throws Exception {
    OneInputStreamOperatorTestHarness<Fragment, PartBatch> harness =
        new OneInputStreamOperatorTestHarness<>(
            new PartOperator(new PartFunction(traffic, 128, 1)));
    harness.setProcessingTime(KAFKA_TIME);
    harness.open();
    return harness;
  }

  /** The traffic that came since it was last asked for. */
  private List<InstanceTraffic> traffic() throws Exception {
    Queue<StreamRecord<TrafficRecord>> records = harness.getSideOutput(PartFunction.TRAFFIC);
    List<InstanceTraffic> traffic = new ArrayList<>();
    if (records != null) {
      for (StreamRecord<TrafficRecord> record : records.stream().skip(read).toList()) {
        traffic.addAll(ServiceTraffic.parseFrom(record.getValue().value()).getInstancesList());
      }
      read = records.size();
    }
    return traffic;
  }

  @Test
  void traffic_leavesEveryHalfSecond_besideTheParts() throws Exception {
    harness.processElement(fragment(1, ONE_CALL), 0);
    harness.setProcessingTime(KAFKA_TIME + PartOperator.FLUSH_MILLIS - 1);
    assertThat(traffic()).isEmpty();
    assertThat(harness.extractOutputValues()).hasSize(1);

    harness.setProcessingTime(KAFKA_TIME + PartOperator.FLUSH_MILLIS);
    assertThat(traffic())
        .singleElement()
        .matches(t -> t.getCalls() == 1 && t.getSlotUnixMillis() == KAFKA_TIME);

    harness.processElement(fragment(1, ONE_CALL), 0);
    harness.processElement(fragment(1, ONE_CALL), 0);
    harness.setProcessingTime(KAFKA_TIME + 2 * PartOperator.FLUSH_MILLIS);
    assertThat(traffic()).singleElement().matches(t -> t.getCalls() == 2);
    assertThat(harness.extractOutputValues()).hasSize(3);
  }

  @Test
  void traffic_leavesBeforeTheBarrier_soThatACheckpointHoldsNone() throws Exception {
    harness.processElement(fragment(1, ONE_CALL), 0);
    harness.prepareSnapshotPreBarrier(1);
    assertThat(traffic()).hasSize(1);
    assertThat(harness.snapshot(1, 1).getManagedOperatorState()).isEmpty();
  }

  @Test
  void traffic_leavesAtTheEndOfInput() throws Exception {
    harness.processElement(fragment(1, ONE_CALL), 0);
    harness.endInput();
    assertThat(traffic()).hasSize(1);
  }

  @Test
  void traffic_ofMoreInstancesThanAreGathered_leavesAtOnce() throws Exception {
    for (int n = 0; n <= TrafficTally.MAX_GATHERED; n++) {
      harness.processElement(
          fragment(1, request(orders("service.instance.id", "orders-" + n), served(1))), 0);
    }
    assertThat(traffic()).hasSize(TrafficTally.MAX_GATHERED);
    harness.endInput();
    assertThat(traffic()).hasSize(1);
  }

  @Test
  void duplicateFragment_isNotCounted() throws Exception {
    harness.processElement(new Fragment("t", 0, 1, KAFKA_TIME, 1, "key", true, ONE_CALL), 0);
    harness.endInput();
    assertThat(traffic()).isEmpty();
  }

  @Test
  void timestampFarAhead_countsAsNow() throws Exception {
    harness.processElement(
        new Fragment("t", 0, 1, KAFKA_TIME + 3_600_000, 1, "", false, ONE_CALL), 0);
    harness.endInput();
    assertThat(traffic()).singleElement().matches(t -> t.getSlotUnixMillis() == KAFKA_TIME);
  }

  @Test
  void withoutTraffic_onlyPartsLeave() throws Exception {
    try (OneInputStreamOperatorTestHarness<Fragment, PartBatch> parts = harness(false)) {
      parts.processElement(fragment(1, ONE_CALL), 0);
      parts.endInput();
      assertThat(parts.extractOutputValues()).hasSize(1);
      assertThat(parts.getSideOutput(PartFunction.TRAFFIC)).isNull();
    }
  }

  @Test
  void traffic_isSerializedWithoutReflection() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(TrafficRecord.class);
  }
}
