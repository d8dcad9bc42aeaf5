/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Location;
import java.util.Map;

/**
 * Who calls, as it says itself.
 *
 * @param service its own name; empty if not known
 * @param lane empty for the baseline
 */
public record Caller(String service, Location location, String lane, Map<String, String> tags) {
  /** A caller of which nothing is known. */
  public static final Caller ANYBODY = new Caller("", Location.UNKNOWN, "", Map.of());
}
