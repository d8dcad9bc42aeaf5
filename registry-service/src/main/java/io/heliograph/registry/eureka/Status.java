/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.ServiceRules;
import java.util.Locale;
import java.util.Map;

/** What Eureka says of an instance. Only {@link #UP} is given traffic. */
public enum Status {
  UP,
  DOWN,
  STARTING,
  OUT_OF_SERVICE,
  UNKNOWN;

  /** Reads one that a client gave; none is {@link #UNKNOWN}. */
  public static Status read(String field, String text) throws Refusal {
    if (text == null || text.isEmpty()) {
      return UNKNOWN;
    }
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          field, "is '%s': give UP, DOWN, STARTING, OUT_OF_SERVICE or UNKNOWN".formatted(text));
    }
  }

  /**
   * By eureka-core's order: what an instance says of itself wins if it is neither up nor out of
   * service, then comes what an operator has set.
   */
  static Status of(Map<String, String> metadata) {
    Status own = kept(metadata, Keys.STATUS);
    if (own != UP && own != OUT_OF_SERVICE) {
      return own;
    }
    Status override = kept(metadata, Keys.OVERRIDE);
    return override == UNKNOWN ? own : override;
  }

  /** The one of a key; unknown if there is none that can be read. */
  static Status kept(Map<String, String> metadata, String key) {
    try {
      return read(key, metadata.get(key));
    } catch (Refusal e) {
      return UNKNOWN; // another API wrote it
    }
  }

  /**
   * The status of any instance. What the health job says counts as what an operator says; and one
   * that gets no share of the traffic is out of service, since a Eureka client knows no weights: by
   * its own weight, by its health, or by those rules that hold for all callers.
   */
  static Status of(Listed listed, ServiceRules rules) {
    Instance instance = listed.instance();
    Status status = Keys.isEurekas(instance) ? of(instance.metadata()) : UP;
    if (status == UP && listed.out()) {
      return DOWN;
    }
    return status == UP && !mayBeCalled(listed, rules) ? OUT_OF_SERVICE : status;
  }

  private static boolean mayBeCalled(Listed listed, ServiceRules rules) {
    long warm = Long.MAX_VALUE; // warming up leaves a weight above 0
    return rules.degradation().service().isEmpty()
        && Routing.weight(rules, Candidate.of(listed, warm)) > 0;
  }
}
