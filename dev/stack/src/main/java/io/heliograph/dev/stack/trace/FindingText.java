/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A finding in words. */
final class FindingText {
  private FindingText() {}

  /** Such as {@code repeated call: cart GET cart:?, 12 times, saves up to 30 ms; peer redis}. */
  static String of(Finding finding) {
    StringBuilder text = new StringBuilder(kind(finding.kind())).append(": ");
    text.append((finding.service() + " " + finding.operation()).strip());
    if (finding.count() > 1) {
      text.append(", ").append(finding.count()).append(" times");
    }
    if (!finding.lane().isEmpty()) {
      text.append(", lane ").append(finding.lane());
    }
    if (finding.savingNanos() > 0) {
      text.append(", saves up to ").append(Amounts.duration(finding.savingNanos()));
    }
    String evidence = sentence(finding.evidence());
    return Cells.oneLine(text + (evidence.isEmpty() ? "" : "; " + evidence));
  }

  static String kind(String kind) {
    return switch (kind) {
      case "repeated_call" -> "the same call again and again";
      case "serial_calls" -> "calls one after the other that could run at once";
      case "timeout_inversion" -> "worked on after its caller had given up, or would";
      case "lane_violation" -> "left its lane";
      case "retry_storm" -> "retries that multiply";
      case "error_origin" -> "the error began here";
      case "clock_skew" -> "its clock is off";
      default -> kind.replace('_', ' ');
    };
  }

  /** Names become words; nanoseconds become durations. */
  private static String sentence(JsonNode evidence) {
    List<String> parts = new ArrayList<>();
    evidence
        .fields()
        .forEachRemaining(
            entry -> {
              String part = part(entry.getKey(), entry.getValue());
              if (!part.isEmpty()) {
                parts.add(part);
              }
            });
    return String.join(", ", parts);
  }

  private static String part(String name, JsonNode value) {
    boolean nanos = name.endsWith("_ns");
    String words = (nanos ? name.substring(0, name.length() - 3) : name).replace('_', ' ');
    if (value.isBoolean()) {
      return value.asBoolean() ? words : "not " + words;
    }
    String text = value(value, nanos);
    return text.isEmpty() ? "" : words + " " + text;
  }

  private static String value(JsonNode value, boolean nanos) {
    if (value.isObject()) {
      return "(" + sentence(value) + ")";
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(value(item, nanos)));
      return String.join(" + ", items);
    }
    return nanos && value.canConvertToLong() ? Amounts.duration(value.asLong()) : value.asText("");
  }
}
