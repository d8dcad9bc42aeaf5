/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CpuClockTest {
  @Test
  void ticks_commandWithBlanksAndParentheses_sumOfTheFourTimes() {
    assertThat(
            CpuClock.ticks(
                "42 (a (b) c) S 1 42 42 0 -1 4194560 9 8 7 6 100 20 3 4 20 0 1 0 55 66 77",
                CpuClock.CSTIME))
        .isEqualTo(127);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_ownProcess_usesCpu() {
    CpuClock clock = new CpuClock(Map.of("test", ProcessHandle.current().pid()));

    assertThat(clock.read().get("test")).isPositive();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void read_childWithAName_notChargedToItsParentToo() throws Exception {
    Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      long self = ProcessHandle.current().pid();
      CpuClock clock = new CpuClock(Map.of("parent", self, "child", child.pid()));
      CpuClock together = new CpuClock(Map.of("both", self));
      await().until(() -> clock.read().get("child") > 0.2);

      Map<String, Double> apart = clock.read();
      double both = together.read().get("both");

      assertThat(apart.get("parent")).isLessThan(both - 0.1);
      assertThat(both).isGreaterThanOrEqualTo(apart.get("parent") + 0.2);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void compilers_ownProcess_partOfItsTime() {
    CpuClock clock = new CpuClock(Map.of("test", ProcessHandle.current().pid()));

    await().until(() -> clock.compilers() > 0);

    assertThat(clock.compilers()).isLessThan(clock.read().get("test"));
  }

  @Test
  void read_processThatIsGone_zeroNotAnError() {
    assertThat(new CpuClock(Map.of("gone", 999_999_999L)).read()).containsEntry("gone", 0.0);
  }

  @Test
  void used_difference_byName() {
    assertThat(CpuClock.used(Map.of("a", 1.5), Map.of("a", 4.0))).containsEntry("a", 2.5);
  }

  @Test
  void share_allProcessorsIdle_one() {
    long ticks = 100L * Runtime.getRuntime().availableProcessors();

    assertThat(CpuClock.share(ticks, 1_000_000_000L)).isEqualTo(1.0);
  }
}
