/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Outcome;
import javax.annotation.Nullable;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What the job sends to its sink: one of the four. */
@TypeInfo(HealthOutputSerializer.Factory.class)
public record HealthOutput(
    @Nullable InstanceRow instance,
    @Nullable HealthEvent event,
    @Nullable Outcome outcome,
    @Nullable ProtectionEvent protection) {
  static HealthOutput of(InstanceRow instance) {
    return new HealthOutput(instance, null, null, null);
  }

  static HealthOutput of(HealthEvent event) {
    return new HealthOutput(null, event, null, null);
  }

  static HealthOutput of(Outcome outcome) {
    return new HealthOutput(null, null, outcome, null);
  }

  static HealthOutput of(ProtectionEvent protection) {
    return new HealthOutput(null, null, null, protection);
  }
}
