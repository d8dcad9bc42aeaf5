/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class AnalysisSettingsTest {
  @Test
  void settingOutOfRange_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnalysisSettings(1, 0, 0, 3, 4, 0, 1, 1))
        .withMessage("repeatedCalls is 1: give 2 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnalysisSettings(2, 0, Double.NaN, 3, 4, 0, 1, 1))
        .withMessage("serialSavingShare is NaN: give a share from 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnalysisSettings(2, 0, 1.1, 3, 4, 0, 1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AnalysisSettings(2, 0, 0, 3, 4, 0, 1, 0))
        .withMessage("maxFindings is 0: give 1 or more");
  }
}
