/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import java.io.IOException;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads instances as Eureka's clients write them: {@code {"instance":{...}}}, numbers and booleans
 * also as strings. What is missing is refused as eureka-core does; fields that it does not know are
 * passed over, as it does.
 */
final class InstanceReader {
  private static final int MAX_DEPTH = 6;
  private static final int DEFAULT_LEASE_SECONDS = 90;
  private static final int DEFAULT_RENEWAL_SECONDS = 30;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  private InstanceReader() {}

  /**
   * Reads an instance.
   *
   * @param app the application in the path
   */
  static Instance read(String app, byte[] body) throws Refusal {
    JsonNode node = parse(body);
    if (!required(node, "app").equalsIgnoreCase(app)) {
      throw new Refusal("app", "is '%s', and '%s' in the path".formatted(text(node, "app"), app));
    }
    String host = required(node, "hostName");
    required(node, "ipAddr");
    String id = text(node, "instanceId");
    InstanceLimits.name("instanceId", id.isEmpty() ? host : id);

    SortedMap<String, String> metadata = metadata(node.path("metadata"));
    JsonNode lease = node.path("leaseInfo");
    metadata.put(Keys.STATUS, status(node, "status", Status.UP).name());
    Status override = status(node, "overriddenStatus", status(node, "overriddenstatus", null));
    if (override != null && override != Status.UNKNOWN) {
      metadata.put(Keys.OVERRIDE, override.name());
    }
    metadata.put(
        Keys.DIRTY, Long.toString(number(node, "lastDirtyTimestamp", 0, 0, Long.MAX_VALUE)));
    metadata.put(
        Keys.RENEWAL,
        Long.toString(
            number(
                lease,
                "leaseInfo.renewalIntervalInSecs",
                DEFAULT_RENEWAL_SECONDS,
                1,
                InstanceLimits.MAX_LEASE_SECONDS)));
    String dataCenter = DataCenter.read(node.path("dataCenterInfo"));
    if (!dataCenter.isEmpty()) {
      metadata.put(Keys.DATA_CENTER, dataCenter);
    }
    for (String field : Keys.TEXTS) {
      String text = text(node, field);
      if (!text.isEmpty()) {
        metadata.put(Keys.PREFIX + field, text);
      }
    }
    Port port = port(node, "port");
    Port securePort = port(node, "securePort");
    metadata.put(Keys.PORT, port.toString());
    metadata.put(Keys.SECURE_PORT, securePort.toString());
    boolean secure = securePort.enabled() && !port.enabled();
    int open = secure ? securePort.number() : port.number();
    InstanceLimits.number(secure ? "securePort.$" : "port.$", open, 1, 65_535);
    return Description.instance(
        id.isEmpty() ? host : id,
        host,
        open,
        secure ? "https" : "http",
        (int)
            number(
                lease,
                "leaseInfo.durationInSecs",
                DEFAULT_LEASE_SECONDS,
                1,
                InstanceLimits.MAX_LEASE_SECONDS),
        metadata);
  }

  private static JsonNode parse(byte[] body) throws Refusal {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Refusal("body", "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Refusal("body", "is no JSON: " + e.getMessage());
    }
    if (node == null || !node.path("instance").isObject()) {
      throw new Refusal("instance", "is missing: give {\"instance\":{…}}");
    }
    return node.get("instance");
  }

  private static String required(JsonNode node, String field) throws Refusal {
    String text = text(node, field);
    if (text.isEmpty()) {
      throw new Refusal(field, "is missing");
    }
    return text;
  }

  private static String text(JsonNode node, String field) throws Refusal {
    return text(field, node.path(field));
  }

  /** A text of at most as many characters as metadata may have. */
  private static String text(String field, JsonNode value) throws Refusal {
    if (value.isContainerNode()) {
      throw new Refusal(field, "is no string");
    }
    String text = value.isNull() ? "" : value.asText();
    if (text.length() > InstanceLimits.MAX_VALUE) {
      throw new Refusal(
          field,
          "has %,d characters: give at most %,d"
              .formatted(text.length(), InstanceLimits.MAX_VALUE));
    }
    return text;
  }

  private static Status status(JsonNode node, String field, Status fallback) throws Refusal {
    String text = text(node, field);
    return text.isEmpty() ? fallback : Status.read(field, text);
  }

  /**
   * A number, or the fallback if there is none or 0 or less, as eureka-client reads it.
   *
   * @param field its last part is its name in the node
   */
  private static long number(JsonNode node, String field, long fallback, long least, long most)
      throws Refusal {
    String text = text(field, node.path(field.substring(field.lastIndexOf('.') + 1)));
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(text);
      return number <= 0 ? fallback : InstanceLimits.number(field, number, least, most);
    } catch (NumberFormatException e) {
      throw new Refusal(field, "is '%s': give a whole number".formatted(text));
    }
  }

  /** {@code {"$":8080,"@enabled":"true"}}, or the number alone. */
  private static Port port(JsonNode node, String field) throws Refusal {
    JsonNode value = node.path(field);
    if (!value.isObject()) {
      int number = (int) number(node, field, 0, 0, 65_535);
      return number == 0 ? Port.NONE : new Port(number, true);
    }
    int number = (int) number(value, field + ".$", 0, 0, 65_535);
    return new Port(number, Boolean.parseBoolean(value.path("@enabled").asText()));
  }

  private static SortedMap<String, String> metadata(JsonNode node) throws Refusal {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.startsWith("@")) { // {"@class":"java.util.Collections$EmptyMap"}
        Keys.requireOwn(name);
        metadata.put(name, text("metadata." + name, node.get(name)));
      }
    }
    Keys.requireRoom(metadata);
    return metadata;
  }
}
