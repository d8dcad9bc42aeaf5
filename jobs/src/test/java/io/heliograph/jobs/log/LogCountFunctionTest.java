/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogCountFunctionTest {
  private static final long YEAR_2100 = 4_102_444_800_000L;

  private KeyedOneInputStreamOperatorTestHarness<String, LogCount, LogCount> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new LogCountFunction()), LogCount::key, Types.STRING);
    harness.open();
    harness.setProcessingTime(0);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void count(long minute, long count) throws Exception {
    harness.processElement(new LogCount(minute, "orders", "INFO", count), 0);
  }

  private void assertEmpty() {
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void counts_areSentAsOneIncrementAfterTwoSeconds() throws Exception {
    count(0, 3);
    harness.setProcessingTime(1_999);
    count(0, 4);
    assertThat(harness.extractOutputValues()).isEmpty();

    harness.setProcessingTime(2_000);

    assertThat(harness.extractOutputValues()).containsExactly(new LogCount(0, "orders", "INFO", 7));
    assertEmpty();
  }

  @Test
  void countsAfterThat_areAnIncrementOfTheirOwn() throws Exception {
    count(0, 3);
    harness.setProcessingTime(2_000);
    count(0, 4);
    harness.setProcessingTime(4_000);

    assertThat(harness.extractOutputValues()).extracting(LogCount::count).containsExactly(3L, 4L);
    assertEmpty();
  }

  @Test
  void oddMinutes_waitForNoWatermark() throws Exception {
    count(0, 1);
    count(YEAR_2100, 1);
    harness.setProcessingTime(2_000);

    assertThat(harness.extractOutputValues()).hasSize(2);
    assertEmpty();
  }

  @Test
  void endOfInput_sendsWhatIsLeft() throws Exception {
    count(0, 3);
    harness.processWatermark(Watermark.MAX_WATERMARK);

    assertThat(harness.extractOutputValues()).hasSize(1);
    harness.setProcessingTime(2_000);
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertEmpty();
  }
}
