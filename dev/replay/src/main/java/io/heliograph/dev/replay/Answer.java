/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

/** What one attempt to deliver a batch came to. */
sealed interface Answer {
  /** Taken, except for the rejected items; reason is empty if there are none. */
  record Taken(long rejected, String reason) implements Answer {}

  /** The whole batch is refused for good. */
  record Refused(String reason) implements Answer {}

  /** Not now; pause is in ns, negative if the server does not say. */
  record Again(long pauseNanos, String reason) implements Answer {}
}
