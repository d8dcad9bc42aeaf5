/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.BatchDecoder;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;

/** {@code ProbeResultBatch} to {@link Probe}. */
final class ProbeDecoder implements BatchDecoder<Probe> {
  private static final int MAX_DETAIL = 200;

  @Override
  public Signal signal() {
    return Signal.PROBES;
  }

  @Override
  public Decoded<Probe> decode(byte[] value, Origin origin) throws InvalidProtocolBufferException {
    Decoded<Probe> decoded = new Decoded<>();
    for (ProbeResult probe : ProbeResultBatch.parseFrom(value).getItemsList()) {
      String problem = problem(probe);
      if (problem.isEmpty()) {
        decoded.event(
            new Probe(
                origin,
                BeatDecoder.instance(
                    probe.getNamespace(), probe.getService(), probe.getInstanceId()),
                failure(probe),
                probe.getProberId()));
      } else {
        decoded.refuse(problem, probe.toByteArray());
      }
    }
    return decoded;
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
