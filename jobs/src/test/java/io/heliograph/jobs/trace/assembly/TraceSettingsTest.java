/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceSettingsTest {
  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 500", "3, 333", "1000, 1", "4096, 1"})
  void operationsOfAService_areSharedAmongSubtasks_oneAtLeast(int subtasks, int each) {
    assertThat(TraceSettings.DEFAULTS.maxOperationsOf(subtasks)).isEqualTo(each);
  }
}
