/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.List;

/**
 * A part of the traffic of a route, and who takes it: a cluster with its EDS priorities in xDS's
 * words.
 *
 * @param name the version, group or center of a ratio; {@link Routing#ALL} without one
 * @param weight its part of the calls, relative to the other destinations; above 0
 * @param priorities who takes them; each list is used while nobody of those before it can. None is
 *     empty, and all in the first are healthy
 */
public record Destination(String name, int weight, List<List<Target>> priorities) {
  /** The part of the destination's calls that a target of its first priority gets, 0 to 1. */
  public double share(Target target) {
    return target.weight() / (double) priorities.get(0).stream().mapToLong(Target::weight).sum();
  }
}
