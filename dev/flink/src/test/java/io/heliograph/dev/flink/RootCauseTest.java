/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootCauseTest {
  @Test
  void of_nestedCauses_isTheLast() {
    assertThat(
            RootCause.of(
                "Internal server error.\njava.lang.A: outer\n\tat x\nCaused by: java.B: middle\n"
                    + "\tat y\nCaused by: java.C: the reason\n\t... 3 more"))
        .isEqualTo("java.C: the reason");
  }

  @Test
  void of_noCause_isTheFirstLine() {
    assertThat(RootCause.of("\njava.lang.A: outer\n\tat x")).isEqualTo("java.lang.A: outer");
    assertThat(RootCause.of("")).isEmpty();
  }
}
