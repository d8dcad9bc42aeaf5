/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.keyed.Outcome;
import javax.annotation.Nullable;

/** What the job sends to its sink: one of the three. */
public record ConfigOutput(
    @Nullable ReleaseState release, @Nullable ArrivalState arrival, @Nullable Outcome outcome) {
  static ConfigOutput of(ReleaseState release) {
    return new ConfigOutput(release, null, null);
  }

  static ConfigOutput of(ArrivalState arrival) {
    return new ConfigOutput(null, arrival, null);
  }

  static ConfigOutput of(Outcome outcome) {
    return new ConfigOutput(null, null, outcome);
  }
}
