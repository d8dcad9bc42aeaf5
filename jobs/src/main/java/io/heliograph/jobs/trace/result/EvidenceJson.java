/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import java.util.List;
import java.util.Map;

/**
 * Evidence as JSON: texts, numbers, truth values, lists and maps in their order. Numbers that JSON
 * does not have become texts, as does whatever else is found.
 */
final class EvidenceJson {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder out = new StringBuilder();

  private EvidenceJson() {}

  static String of(Map<String, ?> evidence) {
    EvidenceJson json = new EvidenceJson();
    json.map(evidence);
    return json.out.toString();
  }

  private void map(Map<?, ?> map) {
    String separator = "";
    out.append('{');
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      separator = ",";
      text(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
    }
    out.append('}');
  }

  private void list(List<?> list) {
    String separator = "";
    out.append('[');
    for (Object each : list) {
      out.append(separator);
      separator = ",";
      value(each);
    }
    out.append(']');
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value == null || value instanceof Boolean || isNumber(value)) {
      out.append(value);
    } else {
      text(value.toString());
    }
  }

  private static boolean isNumber(Object value) {
    return value instanceof Number number
        && (!(value instanceof Double || value instanceof Float)
            || Double.isFinite(number.doubleValue()));
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
