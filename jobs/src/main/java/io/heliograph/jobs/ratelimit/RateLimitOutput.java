/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.keyed.Outcome;
import javax.annotation.Nullable;

/** What the job sends to its sink: one of the two. */
public record RateLimitOutput(@Nullable WindowRow row, @Nullable Outcome outcome) {
  static RateLimitOutput of(WindowRow row) {
    return new RateLimitOutput(row, null);
  }

  static RateLimitOutput of(Outcome outcome) {
    return new RateLimitOutput(null, outcome);
  }
}
