/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Fragment;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

final class LivenessClockTest {
  private static final long T = 1_700_000_000_000L;
  private static final Fragment PULSE =
      new Fragment("heliograph.heartbeats", 0, 0, T, 0, "", false, new byte[0]);

  private final LivenessClock clock = new LivenessClock();
  private final Recorder recorder = new Recorder();

  @Test
  void start_standsForTheGrace() {
    clock.onPeriodicEmit(recorder);
    read(0);
    read(9_999);
    assertThat(recorder.watermarks).isEmpty();

    read(10_000);
    assertThat(recorder.watermarks).containsExactly(T + 10_000 - 1_001);
  }

  @Test
  void pulses_moveItOn() {
    for (long second = 0; second <= 30; second++) {
      read(second * 1_000);
    }

    assertThat(recorder.last()).isEqualTo(T + 30_000 - 1_001);
  }

  @Test
  void gap_standsForTheGraceInsteadOfJumping() {
    for (long second = 0; second <= 20; second++) {
      read(second * 1_000);
    }
    read(35_000);
    read(36_000);
    assertThat(recorder.last()).isEqualTo(T + 20_000 - 1_001);

    for (long second = 37; second <= 45; second++) {
      read(second * 1_000);
    }
    assertThat(recorder.last()).isEqualTo(T + 45_000 - 1_001);
  }

  @Test
  void gap_ofExactlyTheLimit_isNone() {
    read(0);
    read(10_000);
    read(15_000);

    assertThat(recorder.last()).isEqualTo(T + 15_000 - 1_001);
  }

  @Test
  void beatsAlone_moveItAtWorstTheGraceBehind() {
    for (long n = 0; n <= 20; n++) {
      read(n * 10_000);
      if (n >= 2) {
        assertThat(recorder.last()).isGreaterThanOrEqualTo(T + (n - 1) * 10_000 - 1_001);
      }
    }
  }

  @Test
  void olderRecord_doesNotMoveItBack() {
    read(0);
    read(10_000);
    read(3_000);

    assertThat(recorder.last()).isEqualTo(T + 10_000 - 1_001);
  }

  private void read(long offsetMillis) {
    clock.onEvent(PULSE, T + offsetMillis, recorder);
    clock.onPeriodicEmit(recorder);
  }

  private static final class Recorder implements WatermarkOutput {
    final List<Long> watermarks = new ArrayList<>();

    long last() {
      return watermarks.get(watermarks.size() - 1);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      watermarks.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}
  }
}
