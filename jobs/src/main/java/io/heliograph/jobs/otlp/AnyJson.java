/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import static io.heliograph.jobs.otlp.AnyValue.ARRAY;
import static io.heliograph.jobs.otlp.AnyValue.BOOL;
import static io.heliograph.jobs.otlp.AnyValue.BYTES;
import static io.heliograph.jobs.otlp.AnyValue.DOUBLE;
import static io.heliograph.jobs.otlp.AnyValue.INT;
import static io.heliograph.jobs.otlp.AnyValue.KVLIST;
import static io.heliograph.jobs.otlp.AnyValue.STRING;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arrays and key-value lists as JSON, the way the OpenTelemetry Collector writes them: keys in
 * order, the last of equal keys wins, {@code <}, {@code >} and {@code &} escaped. Numbers that JSON
 * does not have become strings.
 */
final class AnyJson {
  /** As deep as arrays and lists may nest; deeper ones make the fragment a dead letter. */
  static final int MAX_DEPTH = 64;

  private static final int ITEM = 1 << 3 | Wire.LEN;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final Wire wire;
  private final StringBuilder out = new StringBuilder();

  private AnyJson(Wire wire) {
    this.wire = wire;
  }

  /** The JSON of the array or list that the wire has been moved into. */
  static String array(Wire wire) throws MalformedOtlpException {
    AnyJson json = new AnyJson(wire);
    json.array(1);
    return json.out.toString();
  }

  static String list(Wire wire) throws MalformedOtlpException {
    AnyJson json = new AnyJson(wire);
    json.list(1);
    return json.out.toString();
  }

  private void array(int depth) throws MalformedOtlpException {
    refuseDeeper(depth);
    String separator = "";
    out.append('[');
    while (wire.more()) {
      int tag = wire.tag();
      if (tag != ITEM) {
        wire.skip(tag);
        continue;
      }
      out.append(separator);
      separator = ",";
      long mark = wire.enter();
      value(depth);
      wire.leave(mark);
    }
    out.append(']');
  }

  private void list(int depth) throws MalformedOtlpException {
    refuseDeeper(depth);
    Map<String, Slice> entries = new TreeMap<>();
    while (wire.more()) {
      int tag = wire.tag();
      if (tag != ITEM) {
        wire.skip(tag);
        continue;
      }
      Slice key = new Slice();
      Slice value = new Slice();
      long mark = wire.enter();
      Attributes.keyValue(wire, key, value);
      wire.leave(mark);
      entries.put(AnyValue.text(wire, key), value);
    }
    String separator = "";
    out.append('{');
    for (Map.Entry<String, Slice> entry : entries.entrySet()) {
      out.append(separator);
      separator = ",";
      quoted(entry.getKey());
      out.append(':');
      long mark = wire.enter(entry.getValue());
      value(depth);
      wire.leave(mark);
    }
    out.append('}');
  }

  private void value(int depth) throws MalformedOtlpException {
    AnyValue any = new AnyValue();
    any.read(wire);
    switch (any.kind) {
      case STRING -> quoted(AnyValue.text(wire, any.slice));
      case BOOL -> out.append(any.number != 0);
      case INT -> out.append(any.number);
      case DOUBLE -> number(Double.longBitsToDouble(any.number));
      case BYTES -> quoted(Base64.getEncoder().encodeToString(AnyValue.copy(wire, any.slice)));
      case ARRAY, KVLIST -> {
        long mark = wire.enter(any.slice);
        if (any.kind == ARRAY) {
          array(depth + 1);
        } else {
          list(depth + 1);
        }
        wire.leave(mark);
      }
      default -> out.append("null");
    }
  }

  private void number(double value) {
    String text = JsonNumber.text(value);
    if (Double.isFinite(value)) {
      out.append(text);
    } else {
      quoted(text);
    }
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '<', '>', '&' -> escaped(c);
        default -> {
          if (c < 0x20 || c == 0x2028 || c == 0x2029) {
            escaped(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private void escaped(char c) {
    out.append("\\u")
        .append(HEX[c >> 12])
        .append(HEX[c >> 8 & 15])
        .append(HEX[c >> 4 & 15])
        .append(HEX[c & 15]);
  }

  private void refuseDeeper(int depth) throws MalformedOtlpException {
    if (depth > MAX_DEPTH) {
      throw new MalformedOtlpException("values nest deeper than " + MAX_DEPTH, wire.position());
    }
  }
}
