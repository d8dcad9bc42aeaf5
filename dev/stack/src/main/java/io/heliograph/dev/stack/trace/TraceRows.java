/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@link TraceQueries} as records. Texts are shared where they repeat. */
final class TraceRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TraceRows() {}

  static Verdict verdict(JsonNode row) {
    return new Verdict(
        row.path("start").asLong(),
        nanos(row.path("duration_ns")),
        row.path("root_service").asText(),
        row.path("root_operation").asText(),
        row.path("span_count").asLong(),
        row.path("error_count").asLong(),
        texts(row.path("services")),
        row.path("status").asText(),
        row.path("incomplete_reason").asText(),
        row.path("missing_parents").asLong(),
        row.path("late_spans").asLong(),
        row.path("duplicate_spans").asLong(),
        row.path("over_cap_spans").asLong(),
        row.path("revision").asLong(),
        row.path("lane").asText(),
        path(row),
        row.path("culprit_service").asText(),
        row.path("keep_reason").asText());
  }

  private static List<PathStep> path(JsonNode row) {
    List<PathStep> steps = new ArrayList<>();
    for (int i = 0; i < row.path("path_ids").size(); i++) {
      steps.add(
          new PathStep(
              row.path("path_ids").path(i).asText(),
              row.path("path_services").path(i).asText(),
              row.path("path_operations").path(i).asText(),
              nanos(row.path("path_self_ns").path(i))));
    }
    return steps;
  }

  static SpanRow span(JsonNode row) {
    return new SpanRow(
        row.path("id").asText(),
        row.path("parent").asText(),
        row.path("service").asText().intern(),
        row.path("operation").asText().intern(),
        row.path("kind").asText().intern(),
        row.path("start").asLong(),
        nanos(row.path("duration")),
        row.path("failed").asInt() != 0,
        row.path("message").asText().intern(),
        row.path("copies").asLong());
  }

  static Finding finding(JsonNode row) {
    return new Finding(
        row.path("kind").asText(),
        row.path("service").asText(),
        row.path("operation").asText(),
        row.path("place").asText(),
        texts(row.path("span_ids")),
        row.path("count").asLong(),
        nanos(row.path("saving_ns")),
        row.path("lane").asText(),
        evidence(row.path("evidence").asText()));
  }

  /** The evidence as an object; what is none is shown as it is. */
  private static JsonNode evidence(String text) {
    try {
      JsonNode parsed = JSON.readTree(text);
      if (parsed.isObject()) {
        return parsed;
      }
    } catch (JsonProcessingException e) {
      // told below
    }
    return text.isBlank()
        ? JsonNodeFactory.instance.objectNode()
        : JsonNodeFactory.instance.objectNode().put("evidence", text);
  }

  static LogLine log(JsonNode row) {
    return new LogLine(
        row.path("time").asLong(),
        row.path("service").asText(),
        row.path("span").asText(),
        row.path("severity").asText(),
        row.path("body").asText());
  }

  /** A UInt64 that may not fit: such a duration is a sender's mistake, shown as the longest. */
  private static long nanos(JsonNode number) {
    return number.canConvertToLong() ? number.asLong() : Long.MAX_VALUE;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
