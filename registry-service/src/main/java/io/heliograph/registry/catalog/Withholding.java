/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * That removals are withheld since too many instances are silent, or are so no longer: one when it
 * begins, and one when it ends.
 *
 * @param scope a {@link ServiceName}, or the {@link Location} of a room
 * @param silent instances that missed their renewals
 * @param all instances, the silent ones included
 * @param holdMillis for how long removals are withheld at most
 */
public record Withholding(Kind kind, Object scope, int silent, int all, long holdMillis) {
  /** What has happened. */
  public enum Kind {
    /** It begins. */
    FROZEN,
    /** Enough are heard again. */
    LIFTED,
    /** The time is over: those that are silent are taken out bit by bit. */
    TIMED_OUT
  }
}
