/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageWindowsTest {
  private final UsageWindows windows = new UsageWindows(2);

  @Test
  void closeBefore_sumsBySecondRuleAndKey() {
    windows.count(10, "per-user", "ada", 5, 1, 0);
    windows.count(10, "per-user", "ada", 5, 0, 1);
    windows.count(11, "per-user", "ada", 5, 1, 0);

    assertThat(windows.closeBefore(11))
        .containsExactly(new UsageWindows.Window(10, "per-user", "ada", 5, 1, 1));
    assertThat(windows.closeBefore(12))
        .containsExactly(new UsageWindows.Window(11, "per-user", "ada", 5, 1, 0));
    assertThat(windows.closeBefore(13)).isEmpty();
  }

  @Test
  void count_forAClosedSecond_goesToTheNextOpenOne() {
    windows.closeBefore(11);
    windows.count(10, "per-user", "ada", 5, 1, 0);

    assertThat(windows.closeBefore(12))
        .containsExactly(new UsageWindows.Window(11, "per-user", "ada", 5, 1, 0));
  }

  @Test
  void count_tooManyKeys_countsTheOverflow() {
    windows.count(10, "per-user", "ada", 5, 1, 0);
    windows.count(10, "per-user", "bob", 5, 1, 0);

    assertThat(windows.count(10, "per-user", "eve", 5, 1, 0)).isFalse();
    assertThat(windows.count(10, "per-user", "ada", 5, 1, 0)).isTrue();
    assertThat(windows.overflow()).isEqualTo(1);
  }

  @Test
  void count_afterTheLastClose_countsTheOverflow() {
    windows.closeBefore(Long.MAX_VALUE);

    assertThat(windows.count(10, "per-user", "ada", 5, 1, 0)).isFalse();
    assertThat(windows.overflow()).isEqualTo(1);
  }
}
