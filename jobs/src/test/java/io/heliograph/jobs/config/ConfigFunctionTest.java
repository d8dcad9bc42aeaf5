/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import static io.heliograph.jobs.config.AFact.START;
import static io.heliograph.jobs.config.AFact.arrival;
import static io.heliograph.jobs.config.AFact.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.config.ConfigFact.Kind;
import io.heliograph.jobs.keyed.FoldFunction;
import io.heliograph.jobs.keyed.IntakeFunction;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class ConfigFunctionTest {
  private static final Duration RETENTION = Duration.ofHours(1);
  private static final long HOUR = 3_600_000;

  private interface Body {
    void run(KeyedOneInputStreamOperatorTestHarness<String, ConfigFact, ConfigOutput> harness)
        throws Exception;
  }

  private static void with(FoldFunction<ConfigFact, ?, ConfigOutput> function, Body body)
      throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, ConfigFact, ConfigOutput> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function), ConfigFact::arrivalKey, Types.STRING)) {
      harness.open();
      body.run(harness);
    }
  }

  private static List<String> stages(
      KeyedOneInputStreamOperatorTestHarness<String, ConfigFact, ConfigOutput> harness) {
    return harness.getSideOutput(IntakeFunction.OUTCOMES).stream()
        .map(StreamRecord::getValue)
        .map(outcome -> outcome.stage().label())
        .toList();
  }

  @Test
  void release_isSentWhenItChangesAndForgottenAfterTheRetention() throws Exception {
    with(
        new ReleaseFunction(RETENTION),
        harness -> {
          harness.processElement(release(Kind.PUBLISHED, 5, START), START);
          harness.processElement(release(Kind.PUBLISHED, 5, START + 1), START + 1);
          harness.processElement(release(Kind.SUPERSEDED, 9, START + 1_000), START + 1_000);

          assertThat(harness.extractOutputValues())
              .extracting(output -> output.release().status())
              .containsExactly("published", "superseded");
          assertThat(stages(harness)).containsExactly("stored", "stored", "duplicate", "stored");
          assertThat(harness.numEventTimeTimers()).isEqualTo(1);

          harness.processWatermark(START + HOUR);
          assertThat(harness.numEventTimeTimers()).isEqualTo(1);
          assertThat(harness.numKeyedStateEntries()).isEqualTo(2);

          harness.processWatermark(START + 1_000 + HOUR);
          assertThat(harness.numEventTimeTimers()).isZero();
          assertThat(harness.numKeyedStateEntries()).isZero();
        });
  }

  @Test
  void arrival_isSentWhenItChangesAndForgottenAfterTheRetention() throws Exception {
    with(
        new ArrivalFunction(RETENTION),
        harness -> {
          harness.processElement(arrival(Kind.APPLIED, 9, START), START);
          harness.processElement(arrival(Kind.RECEIVED, 5, START), START);
          harness.processElement(arrival(Kind.RECEIVED, 5, START), START);

          assertThat(harness.extractOutputValues())
              .extracting(output -> output.arrival().receivedMillis())
              .containsExactly(0L, 5L);
          assertThat(stages(harness)).containsExactly("stored", "stored", "stored", "duplicate");

          harness.processWatermark(START + HOUR);
          assertThat(harness.numEventTimeTimers()).isZero();
          assertThat(harness.numKeyedStateEntries()).isZero();
        });
  }
}
