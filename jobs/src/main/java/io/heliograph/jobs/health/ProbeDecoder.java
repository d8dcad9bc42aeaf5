/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;

/** Results of a {@code ProbeResultBatch} to {@link Probe}. */
final class ProbeDecoder {
  private static final int MAX_DETAIL = 200;

  private ProbeDecoder() {}

  /** Adds the results of a batch to what was decoded of it. */
  static void decode(ProbeResultBatch batch, Origin origin, Decoded<ProbeReport> decoded) {
    for (ProbeResult probe : batch.getItemsList()) {
      String problem = problem(probe);
      if (problem.isEmpty()) {
        decoded.event(
            ProbeReport.of(
                new Probe(
                    origin,
                    BeatDecoder.instance(
                        probe.getNamespace(), probe.getService(), probe.getInstanceId()),
                    failure(probe),
                    probe.getProberId())));
      } else {
        decoded.refuse(problem, probe.toByteArray());
      }
    }
  }

  private static String problem(ProbeResult probe) {
    boolean known =
        probe.getOutcome() != ProbeOutcome.PROBE_OUTCOME_UNSPECIFIED
            && probe.getOutcome() != ProbeOutcome.UNRECOGNIZED;
    return new FieldCheck(probe)
        .optionalName("namespace", probe.getNamespace())
        .name("service", probe.getService())
        .name("instance_id", probe.getInstanceId())
        .name("prober_id", probe.getProberId())
        .that(known, "outcome", "is unknown: " + probe.getOutcomeValue())
        .problem();
  }

  private static String failure(ProbeResult probe) {
    String detail = probe.getDetail().isEmpty() ? "" : ", " + cut(probe.getDetail());
    String by = " for " + probe.getProberId() + detail;
    return switch (probe.getOutcome()) {
      case PROBE_OUTCOME_FAILED -> "failed" + by;
      case PROBE_OUTCOME_TIMEOUT -> "timed out" + by;
      default -> "";
    };
  }

  private static String cut(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
  }
}
