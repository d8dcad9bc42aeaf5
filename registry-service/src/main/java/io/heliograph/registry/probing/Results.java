/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.Probe.Type;
import io.heliograph.registry.probing.Finding.Outcome;
import io.heliograph.v1.ProbeKind;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import java.util.concurrent.TimeUnit;

/** What a probe found, as the message that the health job reads. */
final class Results {
  private Results() {}

  /** A probe that has ended just now. */
  static ProbeResult of(String node, Target target, Request request, Finding finding) {
    return ProbeResult.newBuilder()
        .setNamespace(target.service().namespace())
        .setService(target.service().service())
        .setInstanceId(target.id())
        .setProberId(node)
        .setKind(kind(request.type()))
        .setTarget(request.target())
        .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
        .setLatencyNanos(finding.latencyNanos())
        .setOutcome(outcome(finding.outcome()))
        .setDetail(finding.detail())
        .build();
  }

  private static ProbeKind kind(Type type) {
    return switch (type) {
      case TCP -> ProbeKind.PROBE_KIND_TCP;
      case HTTP -> ProbeKind.PROBE_KIND_HTTP;
      case GRPC -> ProbeKind.PROBE_KIND_GRPC;
      case UNSET, NONE -> throw new IllegalArgumentException("no probe: " + type);
    };
  }

  private static ProbeOutcome outcome(Outcome outcome) {
    return switch (outcome) {
      case OK -> ProbeOutcome.PROBE_OUTCOME_OK;
      case FAILED -> ProbeOutcome.PROBE_OUTCOME_FAILED;
      case TIMEOUT -> ProbeOutcome.PROBE_OUTCOME_TIMEOUT;
      case SKIPPED -> throw new IllegalArgumentException("nothing was found");
    };
  }
}
