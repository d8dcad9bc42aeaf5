/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

/**
 * A route group: calls that match go to a subset of the instances.
 *
 * @param name unique in the document
 * @param match which calls
 * @param subset to which instances
 * @param fallback whether they go to all instances while the subset has no healthy one; if not,
 *     they fail
 */
public record RouteRule(String name, CallMatch match, Subset subset, boolean fallback) {
  public RouteRule {
    name = name == null ? "" : name;
    match = match == null ? CallMatch.ANY : match;
    subset = subset == null ? Subset.ALL : subset;
  }
}
