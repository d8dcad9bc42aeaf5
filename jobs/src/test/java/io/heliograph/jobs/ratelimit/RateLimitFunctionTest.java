/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import static io.heliograph.jobs.ratelimit.AReport.ORDERS_1;
import static io.heliograph.jobs.ratelimit.AReport.ORDERS_2;
import static io.heliograph.jobs.ratelimit.AReport.WINDOW;
import static io.heliograph.jobs.ratelimit.AReport.arriving;
import static io.heliograph.jobs.ratelimit.AReport.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import io.heliograph.v1.RateLimitUsage;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RateLimitFunctionTest {
  private static final long CLOSES = WINDOW + 1_000 + 600_000;

  private KeyedOneInputStreamOperatorTestHarness<String, Usage, RateLimitOutput> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new RateLimitFunction(Duration.ofMinutes(10))),
            Usage::windowKey,
            Types.STRING);
    harness.open();
    harness.setProcessingTime(1_000);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void report(Usage usage) throws Exception {
    harness.processElement(usage, usage.origin().timestampMillis());
  }

  private List<Outcome> outcomes() {
    return harness.getSideOutput(IntakeFunction.OUTCOMES).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  @Test
  void reportsWithinHalfASecond_makeOneRow() throws Exception {
    report(by(ORDERS_1, 10, 1));
    report(by(ORDERS_2, 5, 2));
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);

    harness.setProcessingTime(1_000 + RateLimitFunction.GATHER_MILLIS);

    assertThat(harness.extractOutputValues())
        .extracting(output -> output.row().admitted())
        .containsExactly(15L);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void laterReport_revisesTheRow() throws Exception {
    report(by(ORDERS_1, 10, 1));
    harness.setProcessingTime(2_000);
    report(by(ORDERS_2, 5, 2));
    harness.setProcessingTime(3_000);

    assertThat(harness.extractOutputValues())
        .extracting(output -> output.row().admitted())
        .containsExactly(10L, 15L);
  }

  @Test
  void repeatedReport_isADuplicateAndSendsNothing() throws Exception {
    report(by(ORDERS_1, 10, 1));
    harness.setProcessingTime(2_000);
    report(by(ORDERS_1, 10, 1));
    harness.setProcessingTime(3_000);

    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(outcomes())
        .extracting(Outcome::stage)
        .containsExactly(Stage.STORED, Stage.STORED, Stage.DUPLICATE);
  }

  @Test
  void closedSecond_sendsWhatIsLeftAndLeavesNoStateAndNoTimer() throws Exception {
    report(by(ORDERS_1, 10, 1));
    harness.processWatermark(CLOSES);

    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();

    harness.setProcessingTime(2_000);
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void reportForAClosedSecond_isLateAndDeadAndKeepsItsBytes() throws Exception {
    harness.processWatermark(CLOSES);
    report(arriving(CLOSES, ORDERS_1, 10, 1));

    assertThat(outcomes()).extracting(Outcome::stage).containsExactly(Stage.LATE, Stage.DEAD);
    RateLimitUsage kept = RateLimitUsage.parseFrom(outcomes().get(1).payload());
    assertThat(kept.getReporterId()).isEqualTo(ORDERS_1);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void reportFarAhead_isDeadButNotLate() throws Exception {
    report(arriving(WINDOW - 60_001, ORDERS_1, 10, 1));

    assertThat(outcomes()).extracting(Outcome::stage).containsExactly(Stage.DEAD);
  }
}
