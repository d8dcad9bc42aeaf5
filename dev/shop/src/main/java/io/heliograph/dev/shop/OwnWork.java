/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.dev.shop.FaultSchedule.Symptom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a service did itself, its callees taken out: within one fault's window (numbered from 1), or
 * outside of all of them (0).
 *
 * @param window 0 for outside
 * @param calls served
 * @param p95Nanos of the time it spent itself
 * @param errors that began with it
 */
record OwnWork(String service, int window, long calls, double p95Nanos, long errors) {
  private static final double NOTABLE_NANOS = 20e6;
  private static final double NOTABLE_ERROR_SHARE = 0.1;

  /** Who was at fault in a window, judged by the difference to the time outside. */
  record Finding(String service, OwnWork inside, OwnWork outside) {}

  double errorShare() {
    return calls == 0 ? 0 : (double) errors / calls;
  }

  /** The service that stands out in a window; none if no difference is worth telling. */
  static Optional<Finding> culprit(List<OwnWork> work, int window, Symptom symptom) {
    return work.stream()
        .filter(inside -> inside.window == window)
        .flatMap(inside -> outside(work, inside).stream())
        .filter(finding -> excess(finding, symptom) > threshold(symptom))
        .max(Comparator.comparingDouble(finding -> excess(finding, symptom)));
  }

  private static Optional<Finding> outside(List<OwnWork> work, OwnWork inside) {
    return work.stream()
        .filter(other -> other.window == 0 && other.service.equals(inside.service))
        .map(other -> new Finding(inside.service, inside, other))
        .findFirst();
  }

  private static double excess(Finding finding, Symptom symptom) {
    return symptom == Symptom.SLOW
        ? finding.inside.p95Nanos - finding.outside.p95Nanos
        : finding.inside.errorShare() - finding.outside.errorShare();
  }

  private static double threshold(Symptom symptom) {
    return symptom == Symptom.SLOW ? NOTABLE_NANOS : NOTABLE_ERROR_SHARE;
  }
}
