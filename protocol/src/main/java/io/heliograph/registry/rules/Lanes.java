/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

/**
 * Calls of a lane stay in it.
 *
 * @param fallback whether they go to the baseline while their lane has no healthy instance; true if
 *     left out
 */
public record Lanes(Boolean fallback) {
  public static final Lanes WITH_FALLBACK = new Lanes(true);

  public Lanes {
    fallback = fallback == null || fallback;
  }
}
