/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.keyed.Outcome;
import javax.annotation.Nullable;

/** What the job sends to its sink: one of the two. */
public record MessageOutput(@Nullable MessageRow row, @Nullable Outcome outcome) {
  static MessageOutput of(MessageRow row) {
    return new MessageOutput(row, null);
  }

  static MessageOutput of(Outcome outcome) {
    return new MessageOutput(null, outcome);
  }
}
