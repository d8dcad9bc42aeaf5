/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Instances whose description is in their metadata, as Eureka's clients give it. */
final class Description {
  private static final int DEFAULT_WEIGHT = 100;

  private Description() {}

  /**
   * An instance of Eureka's, within all limits. It weighs nothing unless it is up, so that nobody
   * sends traffic to it; its own weight stays in its metadata.
   *
   * @param metadata with that of {@link Keys#PREFIX}
   */
  static Instance instance(
      String id,
      String host,
      int port,
      String protocol,
      int leaseSeconds,
      SortedMap<String, String> metadata)
      throws Refusal {
    int weight = number(metadata, Keys.WEIGHT, DEFAULT_WEIGHT, InstanceLimits.MAX_WEIGHT);
    return InstanceLimits.check(
        new Instance(
            id,
            host,
            port,
            protocol,
            text(metadata, Keys.VERSION),
            text(metadata, Keys.GROUP),
            text(metadata, Keys.LANE),
            Status.of(metadata) == Status.UP ? weight : 0,
            number(metadata, Keys.WARMUP, 0, InstanceLimits.MAX_WARMUP_SECONDS),
            leaseSeconds,
            location(metadata),
            tags(metadata),
            Collections.unmodifiableMap(metadata),
            HealthCheck.probe(metadata)));
  }

  /** The same instance with other metadata. */
  static Instance with(Instance known, SortedMap<String, String> metadata) throws Refusal {
    return instance(
        known.id(), known.host(), known.port(), known.protocol(), known.leaseSeconds(), metadata);
  }

  private static Location location(Map<String, String> metadata) {
    Location location =
        new Location(
            text(metadata, Keys.CITY),
            metadata.getOrDefault(Keys.CENTER, text(metadata, Keys.ZONE)),
            text(metadata, Keys.ROOM));
    return location.equals(Location.UNKNOWN) ? Location.UNKNOWN : location;
  }

  private static Map<String, String> tags(SortedMap<String, String> metadata) {
    Map<String, String> tags = new TreeMap<>();
    for (Map.Entry<String, String> entry : metadata.tailMap(Keys.TAG_PREFIX).entrySet()) {
      if (!entry.getKey().startsWith(Keys.TAG_PREFIX)) {
        break;
      }
      tags.put(entry.getKey().substring(Keys.TAG_PREFIX.length()), entry.getValue());
    }
    return tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(tags);
  }

  private static String text(Map<String, String> metadata, String key) {
    return metadata.getOrDefault(key, "");
  }

  private static int number(Map<String, String> metadata, String key, int fallback, int most)
      throws Refusal {
    String text = metadata.get(key);
    if (text == null) {
      return fallback;
    }
    String field = "metadata." + key;
    try {
      return (int) InstanceLimits.number(field, Long.parseLong(text), 0, most);
    } catch (NumberFormatException e) {
      throw new Refusal(field, "is '%s': give a whole number, 0 to %d".formatted(text, most));
    }
  }
}
