/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.util.Fields;

/**
 * Which instances of a service a caller asks for: each parameter takes away those that differ. A
 * tag is {@code key:value}, or {@code key} for any value; several must all be there.
 */
final class InstanceFilter {
  static final List<String> PARAMETERS = List.of("city", "center", "room", "lane", "tag");

  private InstanceFilter() {}

  static Predicate<Instance> of(Fields query) throws Refusal {
    List<Predicate<Instance>> conditions = new ArrayList<>();
    String city = query.getValue("city");
    String center = query.getValue("center");
    String room = query.getValue("room");
    String lane = query.getValue("lane");
    if (city != null) {
      conditions.add(instance -> instance.location().city().equals(city));
    }
    if (center != null) {
      conditions.add(instance -> instance.location().center().equals(center));
    }
    if (room != null) {
      conditions.add(instance -> instance.location().room().equals(room));
    }
    if (lane != null) {
      conditions.add(instance -> instance.lane().equals(lane));
    }
    for (String tag : query.getValuesOrEmpty("tag")) {
      conditions.add(tag(tag));
    }
    return instance -> conditions.stream().allMatch(condition -> condition.test(instance));
  }

  /** The same text for the same filter, asked for in the same order. */
  static String text(Fields query) {
    StringBuilder text = new StringBuilder();
    for (String name : PARAMETERS) {
      query
          .getValuesOrEmpty(name)
          .forEach(value -> text.append(name).append('=').append(value).append('\n'));
    }
    return text.toString();
  }

  private static Predicate<Instance> tag(String tag) throws Refusal {
    int colon = tag.indexOf(':');
    String key = colon < 0 ? tag : tag.substring(0, colon);
    if (key.isEmpty()) {
      throw new Refusal("tag", "is '%s': give key or key:value".formatted(tag));
    }
    String value = tag.substring(colon + 1);
    return colon < 0
        ? instance -> instance.tags().containsKey(key)
        : instance -> value.equals(instance.tags().get(key));
  }
}
