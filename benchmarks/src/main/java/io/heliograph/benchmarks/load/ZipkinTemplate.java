/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A list of spans in Zipkin's JSON, version 2: the same spans with their attributes as tags. */
public final class ZipkinTemplate implements Template {
  private static final String ID = "0".repeat(16);
  private static final String MICROS = "0".repeat(16);
  private static final String DURATION = " ".repeat(8) + "0";

  private record Slot(
      int trace,
      int span,
      int traceIdAt,
      int spanIdAt,
      int parentIdAt,
      int timestampAt,
      int durationAt,
      List<Integer> digitsAt) {}

  private final byte[] bytes;
  private final List<Slot> slots;

  private ZipkinTemplate(byte[] bytes, List<Slot> slots) {
    this.bytes = bytes;
    this.slots = slots;
  }

  /** The request of a service; variants differ in the values of their tags. */
  public static ZipkinTemplate of(int service, int variant) {
    SplittableRandom random = new SplittableRandom(31L * variant + service);
    StringBuilder json = new StringBuilder("[");
    List<int[]> offsets = new ArrayList<>();
    for (int trace = 0; trace < Round.TRACES; trace++) {
      for (int span = 0; span < TraceShape.SPANS; span++) {
        SpanShape shape = TraceShape.SHAPE.get(span);
        if (shape.service() == service) {
          json.append(json.length() == 1 ? "" : ",");
          offsets.add(append(json, trace, span, shape, random));
        }
      }
    }
    byte[] bytes = json.append(']').toString().getBytes(US_ASCII);
    List<Slot> slots = new ArrayList<>();
    for (int[] at : offsets) {
      List<Integer> digits = Decimals.placeholders(bytes, at[2], at[7]);
      slots.add(new Slot(at[0], at[1], at[2], at[3], at[4], at[5], at[6], digits));
    }
    return new ZipkinTemplate(bytes, List.copyOf(slots));
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public int spans() {
    return slots.size();
  }

  @Override
  public void fill(byte[] body, Round round) {
    System.arraycopy(bytes, 0, body, 0, bytes.length);
    for (Slot slot : slots) {
      int trace = slot.trace();
      int span = slot.span();
      Decimals.writeHex(body, slot.traceIdAt(), round.traceHigh(trace));
      Decimals.writeHex(body, slot.traceIdAt() + 16, round.traceLow(trace));
      Decimals.writeHex(body, slot.spanIdAt(), round.spanId(trace, span));
      if (slot.parentIdAt() >= 0) {
        int parent = TraceShape.SHAPE.get(span).parent();
        Decimals.writeHex(body, slot.parentIdAt(), round.spanId(trace, parent));
      }
      Decimals.write(body, slot.timestampAt(), 16, round.startNanos(trace, span) / 1_000);
      Decimals.writePadded(
          body, slot.durationAt(), DURATION.length(), round.durationNanos(trace, span) / 1_000);
      for (int at : slot.digitsAt()) {
        Decimals.write(body, at, 6, round.digits(trace, span));
      }
    }
  }

  /** Appends one span; answers the parts of its slot and where it ends. */
  private static int[] append(
      StringBuilder json, int trace, int span, SpanShape shape, SplittableRandom random) {
    int traceIdAt = mark(json, "{\"traceId\":\"", ID + ID);
    int spanIdAt = mark(json, "\",\"id\":\"", ID);
    int parentIdAt = shape.parent() < 0 ? -1 : mark(json, "\",\"parentId\":\"", ID);
    json.append("\",\"kind\":\"").append(shape.kind());
    json.append("\",\"name\":\"").append(shape.name().toLowerCase(Locale.ROOT));
    int timestampAt = mark(json, "\",\"timestamp\":", MICROS);
    int durationAt = mark(json, ",\"duration\":", DURATION);
    json.append(",\"localEndpoint\":{\"serviceName\":\"")
        .append(TraceShape.SERVICES.get(shape.service()))
        .append("\"},\"tags\":{");
    String separator = "";
    for (var tag : shape.attributes().apply(random).entrySet()) {
      json.append(separator).append('"').append(tag.getKey()).append("\":\"");
      json.append(tag.getValue()).append('"');
      separator = ",";
    }
    json.append("}}");
    return new int[] {
      trace, span, traceIdAt, spanIdAt, parentIdAt, timestampAt, durationAt, json.length()
    };
  }

  private static int mark(StringBuilder json, String before, String placeholder) {
    json.append(before);
    int at = json.length();
    json.append(placeholder);
    return at;
  }
}
