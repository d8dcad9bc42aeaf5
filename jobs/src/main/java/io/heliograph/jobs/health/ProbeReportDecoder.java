/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.BatchDecoder;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionNotice;

/** {@code ProbeResultBatch} to {@link ProbeReport}: its results, and its notices of protection. */
final class ProbeReportDecoder implements BatchDecoder<ProbeReport> {
  @Override
  public Signal signal() {
    return Signal.PROBES;
  }

  @Override
  public Decoded<ProbeReport> decode(byte[] value, Origin origin)
      throws InvalidProtocolBufferException {
    ProbeResultBatch batch = ProbeResultBatch.parseFrom(value);
    Decoded<ProbeReport> decoded = new Decoded<>();
    ProbeDecoder.decode(batch, origin, decoded);
    for (ProtectionNotice notice : batch.getProtectionsList()) {
      String problem = ProtectionRules.problem(notice);
      if (problem.isEmpty()) {
        ProtectionEvent event = ProtectionRules.event(notice, origin.timestampMillis());
        decoded.event(ProbeReport.of(new Protection(origin, event)));
      } else {
        decoded.refuse(problem, notice.toByteArray());
      }
    }
    return decoded;
  }
}
