/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.SHIPPING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each fault is found by kind, service and operation, alone and among all others. */
final class PlantedFaultsTest {
  private static final String REPEATED = "repeated_call inventory GET stock:?";
  private static final String SERIAL = "serial_calls frontend page";
  private static final String STORM = "retry_storm frontend Place";
  private static final String WASTED = "timeout_inversion payments Charge";
  private static final String LONGER = "timeout_inversion payments Authorize";
  private static final String GAVE_UP = "error_origin frontend Charge";
  private static final String REFUSED = "error_origin shipping Schedule";
  private static final String LEAK = "lane_violation orders Offer";
  private static final String BROKEN = "error_origin shipping print";
  private static final String SKEW = "clock_skew inventory ";

  private static List<String> verdicts(ATrace trace) {
    return trace.judge().list().stream()
        .map(f -> f.kind().label() + " " + f.service() + " " + f.operation())
        .distinct()
        .toList();
  }

  @Test
  void healthyShop_hasNone() {
    assertThat(Planted.healthy().judge().list()).isEmpty();
  }

  @Test
  void repeatedCall_isFound() {
    assertThat(verdicts(Planted.repeatedCall())).containsExactly(REPEATED);
  }

  @Test
  void serialCalls_areFound() {
    assertThat(verdicts(Planted.serialCalls())).containsExactly(SERIAL);
  }

  @Test
  void retryStorm_isFound_withTheServiceThatRefused() {
    assertThat(verdicts(Planted.retryStorm())).containsExactly(STORM, REFUSED);
  }

  @Test
  void timeoutInversion_isFound_withTheCallerThatGaveUp() {
    assertThat(verdicts(Planted.timeoutInversion()))
        .containsExactlyInAnyOrder(GAVE_UP, WASTED, LONGER);
    assertThat(Planted.timeoutInversion().judge().culpritService()).isEqualTo(FRONTEND);
  }

  @Test
  void laneLeak_isFound() {
    assertThat(verdicts(Planted.laneLeak())).containsExactly(LEAK);
  }

  @Test
  void errorAtDepth_isFound() {
    assertThat(verdicts(Planted.errorAtDepth())).containsExactly(BROKEN);
    assertThat(Planted.errorAtDepth().judge().culpritService()).isEqualTo(SHIPPING);
  }

  @Test
  void skewedClock_isFound() {
    assertThat(verdicts(Planted.skewedClock())).containsExactly(SKEW);
  }

  @Test
  void everythingAtOnce_isToldApart() {
    assertThat(verdicts(Planted.everything()))
        .containsExactlyInAnyOrder(
            REPEATED, SERIAL, STORM, WASTED, LONGER, GAVE_UP, REFUSED, LEAK, BROKEN, SKEW);
    assertThat(Planted.everything().judge().list().stream().map(Finding::kind).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(FindingKind.values()));
  }
}
