/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A row as a JSON object, for people who read dead letters. Invalid UTF-8 is replaced. */
final class JsonRow {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonRow() {}

  static String render(TableSchema schema, Object[] row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      for (int i = 0; i < row.length; i++) {
        TableSchema.Column column = schema.columns().get(i);
        out.writeFieldName(column.name());
        value(out, row[i], column.type().contains("UInt64"));
      }
      out.writeEndObject();
    }
    return text.toString();
  }

  private static void value(JsonGenerator out, Object value, boolean unsigned) throws IOException {
    if (value instanceof Long number) {
      if (unsigned) {
        out.writeNumber(Long.toUnsignedString(number));
      } else {
        out.writeNumber(number);
      }
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof List<?> list) {
      list(out, list, unsigned);
    } else {
      out.writeString(text(value));
    }
  }

  /** An array, or the entries of a map. */
  private static void list(JsonGenerator out, List<?> list, boolean unsigned) throws IOException {
    if (!list.isEmpty() && list.get(0) instanceof Map.Entry<?, ?>) {
      out.writeStartObject();
      for (Object each : list) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        out.writeStringField(text(entry.getKey()), text(entry.getValue()));
      }
      out.writeEndObject();
    } else {
      out.writeStartArray();
      for (Object each : list) {
        value(out, each, unsigned);
      }
      out.writeEndArray();
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }
}
