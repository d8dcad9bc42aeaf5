/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Eureka's {@code dataCenterInfo}. Clients make objects of the class that it names, so that class
 * is never taken from anybody: it follows from the name.
 */
final class DataCenter {
  private static final String MY_OWN = "MyOwn";
  private static final String AMAZON = "Amazon";
  private static final Set<String> NAMES = Set.of(MY_OWN, AMAZON, "Netflix");
  private static final String AMAZON_CLASS = "com.netflix.appinfo.AmazonInfo";
  private static final String OTHER_CLASS =
      "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo";
  private static final ObjectMapper JSON = new ObjectMapper();

  private DataCenter() {}

  /** What is to be kept of it; nothing if it is the usual one. */
  static String read(JsonNode node) throws Refusal {
    String name = node.path("name").asText();
    if (!NAMES.contains(name)) {
      throw new Refusal(
          "dataCenterInfo.name",
          name.isEmpty()
              ? "is missing: give MyOwn, Amazon or Netflix"
              : "is '%s': give MyOwn, Amazon or Netflix".formatted(name));
    }
    if (name.equals(MY_OWN)) {
      return "";
    }
    ObjectNode kept = JSON.createObjectNode().put("name", name);
    ObjectNode metadata = kept.putObject("metadata");
    for (Map.Entry<String, JsonNode> entry : node.path("metadata").properties()) {
      if (entry.getValue().isValueNode() && !entry.getKey().startsWith("@")) {
        metadata.put(entry.getKey(), entry.getValue().asText());
      }
    }
    String text = kept.toString();
    if (text.length() > InstanceLimits.MAX_VALUE) {
      throw new Refusal(
          "dataCenterInfo",
          "has %,d characters: give at most %,d"
              .formatted(text.length(), InstanceLimits.MAX_VALUE));
    }
    return text;
  }

  /** Writes what was kept; what cannot be read is the usual one. */
  static void write(JsonGenerator out, String kept) throws IOException {
    JsonNode node = parse(kept);
    String name = node.path("name").asText(MY_OWN);
    boolean amazon = name.equals(AMAZON);
    out.writeStartObject();
    out.writeStringField("@class", amazon ? AMAZON_CLASS : OTHER_CLASS);
    out.writeStringField("name", NAMES.contains(name) ? name : MY_OWN);
    if (amazon) {
      out.writeObjectFieldStart("metadata");
      for (Map.Entry<String, JsonNode> entry : node.path("metadata").properties()) {
        out.writeStringField(entry.getKey(), entry.getValue().asText());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static JsonNode parse(String kept) {
    if (kept.isEmpty()) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(kept);
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // another API wrote it
    }
  }
}
