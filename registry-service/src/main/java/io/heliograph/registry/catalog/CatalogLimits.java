/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * How much a node holds.
 *
 * @param maxInstances of all services together
 * @param maxBytes memory of all instances, as {@link InstanceLimits#footprint} reckons it
 * @param maxAwaits how many may wait at once
 */
public record CatalogLimits(int maxInstances, long maxBytes, int maxAwaits) {
  private static final int MOST_INSTANCES = 1_000_000;
  private static final int MOST_AWAITS = 50_000;

  private static final int ADVICE_BYTES = 256;

  /** A request that waits, with its connection. */
  private static final long AWAIT_BYTES = 8 << 10;

  /**
   * How many instances that have ended are remembered: for a quarter of the memory of those listed.
   */
  int maxEnded() {
    return (int) Math.max(1_000, Math.min(MOST_INSTANCES, maxBytes / 4 / Ended.BYTES));
  }

  /**
   * On how many instances advice is kept: 256 bytes each, an eighth of the memory of those listed.
   */
  int maxAdvice() {
    return (int) Math.max(1_000, Math.min(MOST_INSTANCES, maxBytes / 8 / ADVICE_BYTES));
  }

  /** A third of the heap for instances, a third for those who wait; the last to work with. */
  public static CatalogLimits ofHeap(long bytes) {
    return new CatalogLimits(
        MOST_INSTANCES, bytes / 3, (int) Math.min(MOST_AWAITS, bytes / 3 / AWAIT_BYTES));
  }
}
