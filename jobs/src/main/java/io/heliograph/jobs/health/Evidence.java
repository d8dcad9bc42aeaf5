/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.health.peer.PeerStanding;
import io.heliograph.jobs.keyed.Keys;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What is known of an instance beside its beats: one of the two. */
@TypeInfo(EvidenceSerializer.Factory.class)
public record Evidence(@Nullable Probe probe, @Nullable PeerStanding standing) {
  static Evidence of(Probe probe) {
    return new Evidence(probe, null);
  }

  static Evidence of(PeerStanding standing) {
    return new Evidence(null, standing);
  }

  /** The key of the instance's state. */
  String key() {
    return probe != null
        ? probe.id().key()
        : Keys.of(standing.namespace(), standing.service(), standing.instanceId());
  }
}
