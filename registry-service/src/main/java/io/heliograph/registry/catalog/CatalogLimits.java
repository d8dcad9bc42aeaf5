/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * How much a node holds.
 *
 * @param maxInstances of all services together
 * @param maxAwaits how many may wait at once
 */
public record CatalogLimits(int maxInstances, int maxAwaits) {
  /** 200,000 instances, 50,000 who wait. */
  public static final CatalogLimits DEFAULTS = new CatalogLimits(200_000, 50_000);
}
