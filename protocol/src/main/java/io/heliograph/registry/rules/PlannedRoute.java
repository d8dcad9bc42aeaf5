/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.List;
import java.util.Map;

/**
 * A route as a caller has it: an RDS route with weighted clusters in xDS's words.
 *
 * @param name of the rule; {@link Routing#DEFAULT} for what no rule matches
 * @param method null for any
 * @param refusal why calls of it are refused; empty if they are not
 * @param destinations what the calls are split over; empty if nobody can take them
 * @param excluded why an instance gets none of them, by its id
 */
public record PlannedRoute(
    String name,
    TextMatch method,
    List<HeaderMatch> headers,
    String refusal,
    List<Destination> destinations,
    Map<String, String> excluded) {
  /**
   * Whether it takes a call, unless one before it does.
   *
   * @param called the whole name of the method, such as {@code /shop.Orders/Place}
   * @param given headers of the call, by their names in lower case
   */
  public boolean takes(String called, Map<String, String> given) {
    return (method == null || holds(method.exact(), method.prefix(), called))
        && headers.stream()
            .allMatch(one -> holds(one.exact(), one.prefix(), given.get(one.name())));
  }

  private static boolean holds(String exact, String prefix, String text) {
    return text != null && (exact == null ? text.startsWith(prefix) : exact.equals(text));
  }

  /** The part of the route's calls that a destination gets, 0 to 1. */
  public double share(Destination destination) {
    return destination.weight()
        / (double) destinations.stream().mapToInt(Destination::weight).sum();
  }
}
