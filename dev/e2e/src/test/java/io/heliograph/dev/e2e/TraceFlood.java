/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Traces that are too many or too large. */
final class TraceFlood {
  private static final int AT_ONCE = 20_000;
  private static final long LARGE = -1;
  private static final Resource SHOP =
      Resource.newBuilder()
          .addAttributes(
              KeyValue.newBuilder()
                  .setKey("service.name")
                  .setValue(AnyValue.newBuilder().setStringValue("shop")))
          .build();

  private final SpanSender sender;
  private final long nowNanos = System.currentTimeMillis() * 1_000_000;

  TraceFlood(SpanSender sender) {
    this.sender = sender;
  }

  /** Sends traces of so many spans each, which all wait for a parent. */
  void sendWaiting(int traces, int spansOfEach) throws Exception {
    send(traces * spansOfEach, i -> span(1 + i / spansOfEach, 1 + i, 1_000_000_000L + i));
  }

  /** Sends one trace of so many spans. */
  void sendLarge(int spans) throws Exception {
    send(spans, i -> span(LARGE, 1 + i, i == 0 ? 0 : 1));
  }

  private void send(int spans, LongFunction<RecordedSpan> span) throws Exception {
    List<RecordedSpan> some = new ArrayList<>(AT_ONCE);
    for (long i = 0; i < spans; i++) {
      some.add(span.apply(i));
      if (some.size() == AT_ONCE || i == spans - 1) {
        sender.send(some);
        some.clear();
      }
    }
  }

  /** Parent 0 is none. */
  private RecordedSpan span(long trace, long id, long parent) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(16, trace))
            .setSpanId(bytes(8, id))
            .setName("step " + id % 50)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(nowNanos + id)
            .setEndTimeUnixNano(nowNanos + 20_000_000 + id);
    if (parent != 0) {
      span.setParentSpanId(bytes(8, parent));
    }
    return new RecordedSpan(SHOP, span.build());
  }

  private static ByteString bytes(int length, long value) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(length).putLong(length - Long.BYTES, value).array());
  }
}
