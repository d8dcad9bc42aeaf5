/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rules.Caller;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who a client is, by what its bootstrap file says of its node: its service is {@code cluster}, or
 * {@code metadata.service} if that is given, its place {@code locality}; {@code metadata.lane} is a
 * text, {@code metadata.tags} an object of texts. Bounded as an instance is; other metadata is
 * passed over.
 */
final class NodeCaller {
  private NodeCaller() {}

  static Caller of(Node node) throws Refusal {
    Struct metadata = node.getMetadata();
    String service = text("node.metadata.service", metadata.getFieldsMap().get("service"));
    return new Caller(
        service.isEmpty() ? InstanceLimits.text("node.cluster", node.getCluster()) : service,
        location(node.getLocality()),
        text("node.metadata.lane", metadata.getFieldsMap().get("lane")),
        tags(metadata.getFieldsMap().get("tags")));
  }

  private static Location location(Locality locality) throws Refusal {
    return new Location(
        InstanceLimits.text("node.locality.region", locality.getRegion()),
        InstanceLimits.text("node.locality.zone", locality.getZone()),
        InstanceLimits.text("node.locality.sub_zone", locality.getSubZone()));
  }

  /** Empty if it is not given. */
  private static String text(String field, Value value) throws Refusal {
    return value == null ? "" : InstanceLimits.text(field, string(field, value));
  }

  private static String string(String field, Value value) throws Refusal {
    if (!value.hasStringValue()) {
      throw new Refusal(field, "is no text: give one in quotes");
    }
    return value.getStringValue();
  }

  private static Map<String, String> tags(Value value) throws Refusal {
    if (value == null) {
      return Map.of();
    }
    if (!value.hasStructValue()) {
      throw new Refusal("node.metadata.tags", "is no object: give one of texts");
    }
    Map<String, String> tags = new TreeMap<>();
    for (Map.Entry<String, Value> tag : value.getStructValue().getFieldsMap().entrySet()) {
      tags.put(tag.getKey(), string("node.metadata.tags." + tag.getKey(), tag.getValue()));
    }
    long bytes = InstanceLimits.entries("node.metadata.tags", tags);
    if (bytes > InstanceLimits.MAX_BYTES) {
      throw new Refusal(
          "node.metadata.tags",
          "has %,d characters: give at most %,d".formatted(bytes, InstanceLimits.MAX_BYTES));
    }
    return Collections.unmodifiableMap(tags);
  }
}
