/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Walks an encoded request and notes where the spans' ids, times and digits are. */
final class OtlpSlots {
  private final byte[] bytes;
  private final CodedInputStream in;
  private final List<int[]> order;
  private final List<OtlpSlot> slots = new ArrayList<>();

  private OtlpSlots(byte[] bytes, List<int[]> order) {
    this.bytes = bytes;
    this.in = CodedInputStream.newInstance(bytes);
    this.order = order;
  }

  /**
   * @param order trace and span index of each span, in the order in which they are encoded
   */
  static List<OtlpSlot> find(byte[] bytes, List<int[]> order) {
    OtlpSlots search = new OtlpSlots(bytes, order);
    try {
      search.descend(
          bytes.length,
          ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER,
          resourceEnd ->
              search.descend(
                  resourceEnd,
                  ResourceSpans.SCOPE_SPANS_FIELD_NUMBER,
                  scopeEnd ->
                      search.descend(scopeEnd, ScopeSpans.SPANS_FIELD_NUMBER, search::span)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(search.slots);
  }

  private interface Message {
    void readUntil(int end) throws IOException;
  }

  /** Reads a message up to {@code end}, each message of this field by {@code inner}. */
  private void descend(int end, int field, Message inner) throws IOException {
    while (in.getTotalBytesRead() < end) {
      int tag = in.readTag();
      if (WireFormat.getTagFieldNumber(tag) == field) {
        int length = in.readRawVarint32();
        inner.readUntil(in.getTotalBytesRead() + length);
      } else {
        in.skipField(tag);
      }
    }
  }

  private void span(int end) throws IOException {
    int start = in.getTotalBytesRead();
    int[] at = {-1, -1, -1, -1, -1};
    while (in.getTotalBytesRead() < end) {
      int tag = in.readTag();
      int value = in.getTotalBytesRead();
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Span.TRACE_ID_FIELD_NUMBER -> at[0] = value + 1; // after the length, one byte
        case Span.SPAN_ID_FIELD_NUMBER -> at[1] = value + 1;
        case Span.PARENT_SPAN_ID_FIELD_NUMBER -> at[2] = value + 1;
        case Span.START_TIME_UNIX_NANO_FIELD_NUMBER -> at[3] = value;
        case Span.END_TIME_UNIX_NANO_FIELD_NUMBER -> at[4] = value;
        default -> {}
      }
      in.skipField(tag);
    }
    int[] which = order.get(slots.size());
    slots.add(
        new OtlpSlot(
            which[0],
            which[1],
            at[0],
            at[1],
            at[2],
            at[3],
            at[4],
            Decimals.placeholders(bytes, start, end)));
  }
}
