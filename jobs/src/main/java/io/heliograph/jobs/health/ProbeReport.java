/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import javax.annotation.Nullable;

/** What stands in a batch of topic heliograph.probes: one of the two. */
public record ProbeReport(@Nullable Probe probe, @Nullable Protection protection) {
  static ProbeReport of(Probe probe) {
    return new ProbeReport(probe, null);
  }

  static ProbeReport of(Protection protection) {
    return new ProbeReport(null, protection);
  }
}
