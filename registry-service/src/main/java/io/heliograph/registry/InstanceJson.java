/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Instances as the HTTP interface reads and writes them. What is read is checked. */
final class InstanceJson {
  private static final int DEFAULT_WEIGHT = 100;
  private static final int DEFAULT_LEASE_SECONDS = 10;
  private static final int MAX_DEPTH = 4;
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "host",
          "port",
          "protocol",
          "version",
          "group",
          "lane",
          "weight",
          "warmupSeconds",
          "leaseSeconds",
          "location",
          "tags",
          "metadata",
          "probe");
  private static final Set<String> LOCATION_FIELDS = Set.of("city", "center", "room");

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private InstanceJson() {}

  /**
   * Reads an instance.
   *
   * @param id from the path; the body may repeat it
   * @throws Refusal if it is no JSON, has an unknown field, or is not within {@link InstanceLimits}
   */
  static Instance read(String id, byte[] body) throws Refusal {
    return read(id, parse(body));
  }

  /** Reads an instance that is a part of a document. */
  static Instance read(String id, JsonNode node) throws Refusal {
    knownOnly("", node, FIELDS);
    if (node.has("id") && !text(node, "", "id").equals(id)) {
      throw new Refusal("id", "is '%s', and '%s' in the path".formatted(text(node, "", "id"), id));
    }
    require(node, "host");
    require(node, "port");
    return InstanceLimits.check(
        new Instance(
            id,
            text(node, "", "host"),
            number(node, "port", 0),
            text(node, "", "protocol"),
            text(node, "", "version"),
            text(node, "", "group"),
            text(node, "", "lane"),
            number(node, "weight", DEFAULT_WEIGHT),
            number(node, "warmupSeconds", 0),
            number(node, "leaseSeconds", DEFAULT_LEASE_SECONDS),
            location(node.path("location")),
            entries(node, "tags"),
            entries(node, "metadata"),
            ProbeJson.read(node.path("probe"))));
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
    if (node == null || !node.isObject()) {
      throw new Refusal("body", "is no JSON object: give at least {\"host\":…,\"port\":…}");
    }
    return node;
  }

  static void knownOnly(String prefix, JsonNode node, Set<String> known) throws Refusal {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new Refusal(
            prefix + cut(name), "is unknown: there are " + String.join(", ", sorted(known)));
      }
    }
  }

  private static Iterable<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  /** A name as a message shows it. */
  private static String cut(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "…";
  }

  private static void require(JsonNode node, String field) throws Refusal {
    if (node.path(field).isMissingNode() || node.path(field).isNull()) {
      throw new Refusal(field, "is missing");
    }
  }

  static String text(JsonNode node, String prefix, String field) throws Refusal {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new Refusal(prefix + field, "is a %s: give a string".formatted(kind(value)));
    }
    return value.textValue();
  }

  private static int number(JsonNode node, String field, int fallback) throws Refusal {
    return number(node, "", field, fallback);
  }

  static int number(JsonNode node, String prefix, String field, int fallback) throws Refusal {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    if (!value.isIntegralNumber()) {
      throw new Refusal(prefix + field, "is a %s: give a whole number".formatted(kind(value)));
    }
    if (!value.canConvertToInt()) {
      throw new Refusal(prefix + field, "is out of range");
    }
    return value.intValue();
  }

  private static String kind(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static Location location(JsonNode node) throws Refusal {
    if (node.isMissingNode() || node.isNull()) {
      return Location.UNKNOWN;
    }
    object("location", node);
    knownOnly("location.", node, LOCATION_FIELDS);
    return new Location(
        text(node, "location.", "city"),
        text(node, "location.", "center"),
        text(node, "location.", "room"));
  }

  static void object(String field, JsonNode node) throws Refusal {
    if (!node.isObject()) {
      throw new Refusal(field, "is a %s: give an object".formatted(kind(node)));
    }
  }

  private static Map<String, String> entries(JsonNode parent, String field) throws Refusal {
    JsonNode node = parent.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    object(field, node);
    if (node.isEmpty()) {
      return Map.of(); // one for all
    }
    Map<String, String> entries = new TreeMap<>();
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      entries.put(name, text(node, field + ".", name));
    }
    return Collections.unmodifiableMap(entries);
  }

  /**
   * Writes an instance with what the registry knows of it.
   *
   * @param effectiveWeight by rules, too
   */
  static void write(JsonGenerator out, Listed listed, long nowMillis, int effectiveWeight)
      throws IOException {
    out.writeStartObject();
    writeFields(out, listed.instance());
    out.writeStringField(
        "registeredAt", Instant.ofEpochMilli(listed.registeredAtMillis()).toString());
    out.writeStringField("state", listed.state(nowMillis).name());
    out.writeNumberField("score", listed.advice().score());
    out.writeNumberField("effectiveWeight", effectiveWeight);
    out.writeEndObject();
  }

  /** Writes what {@link #read} reads. */
  static void writeFields(JsonGenerator out, Instance instance) throws IOException {
    out.writeStringField("id", instance.id());
    out.writeStringField("host", instance.host());
    out.writeNumberField("port", instance.port());
    out.writeStringField("protocol", instance.protocol());
    out.writeStringField("version", instance.version());
    out.writeStringField("group", instance.group());
    out.writeStringField("lane", instance.lane());
    out.writeNumberField("weight", instance.weight());
    out.writeNumberField("warmupSeconds", instance.warmupSeconds());
    out.writeNumberField("leaseSeconds", instance.leaseSeconds());
    out.writeObjectFieldStart("location");
    out.writeStringField("city", instance.location().city());
    out.writeStringField("center", instance.location().center());
    out.writeStringField("room", instance.location().room());
    out.writeEndObject();
    write(out, "tags", instance.tags());
    write(out, "metadata", instance.metadata());
    ProbeJson.write(out, instance.probe());
  }

  private static void write(JsonGenerator out, String field, Map<String, String> entries)
      throws IOException {
    out.writeObjectFieldStart(field);
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      out.writeStringField(entry.getKey(), entry.getValue());
    }
    out.writeEndObject();
  }
}
