/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An OTLP {@code ExportTraceServiceRequest}. Ids and times have a fixed length in protobuf, so they
 * are patched in place: 8-byte ids as they are, times as little-endian fixed64.
 */
public final class OtlpTemplate implements Template {
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final List<OtlpSlot> slots;

  private OtlpTemplate(byte[] bytes, List<OtlpSlot> slots) {
    this.bytes = bytes;
    this.slots = slots;
  }

  /** The request of a service; variants differ in the values of their attributes. */
  public static OtlpTemplate of(int service, int variant) {
    SplittableRandom random = new SplittableRandom(31L * variant + service);
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    scope.getScopeBuilder().setName("io.shop.instrumentation").setVersion("2.31.1");
    List<int[]> order = new ArrayList<>();
    for (int trace = 0; trace < Round.TRACES; trace++) {
      for (int span = 0; span < TraceShape.SPANS; span++) {
        if (TraceShape.SHAPE.get(span).service() == service) {
          scope.addSpans(span(TraceShape.SHAPE.get(span), random));
          order.add(new int[] {trace, span});
        }
      }
    }
    ResourceSpans.Builder resource = ResourceSpans.newBuilder().addScopeSpans(scope);
    TraceShape.resource(service, variant)
        .forEach(
            (key, value) -> resource.getResourceBuilder().addAttributes(attribute(key, value)));
    byte[] bytes =
        ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build().toByteArray();
    return new OtlpTemplate(bytes, OtlpSlots.find(bytes, order));
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
    for (OtlpSlot slot : slots) {
      int trace = slot.trace();
      int span = slot.span();
      BIG.set(body, slot.traceIdAt(), round.traceHigh(trace));
      BIG.set(body, slot.traceIdAt() + 8, round.traceLow(trace));
      BIG.set(body, slot.spanIdAt(), round.spanId(trace, span));
      if (slot.parentIdAt() >= 0) {
        BIG.set(body, slot.parentIdAt(), round.spanId(trace, TraceShape.SHAPE.get(span).parent()));
      }
      long start = round.startNanos(trace, span);
      LITTLE.set(body, slot.startAt(), start);
      LITTLE.set(body, slot.endAt(), start + round.durationNanos(trace, span));
      int digits = round.digits(trace, span);
      for (int at : slot.digitsAt()) {
        Decimals.write(body, at, 6, digits);
      }
    }
  }

  private static Span span(SpanShape shape, SplittableRandom random) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(ByteString.copyFrom(new byte[16]))
            .setSpanId(ByteString.copyFrom(new byte[8]))
            .setName(shape.name())
            .setKind(
                shape.kind() == SpanShape.Kind.SERVER
                    ? Span.SpanKind.SPAN_KIND_SERVER
                    : Span.SpanKind.SPAN_KIND_CLIENT)
            .setStartTimeUnixNano(1)
            .setEndTimeUnixNano(1)
            .setFlags(0x101);
    if (shape.parent() >= 0) {
      span.setParentSpanId(ByteString.copyFrom(new byte[8]));
    }
    Map<String, Object> attributes = shape.attributes().apply(random);
    attributes.forEach((key, value) -> span.addAttributes(attribute(key, value)));
    if (attributes.containsValue(503L) || attributes.containsValue(14L)) {
      span.setStatus(
          Status.newBuilder()
              .setCode(Status.StatusCode.STATUS_CODE_ERROR)
              .setMessage("upstream unavailable"));
    }
    return span.build();
  }

  private static KeyValue attribute(String key, Object value) {
    AnyValue any =
        value instanceof Long number
            ? AnyValue.newBuilder().setIntValue(number).build()
            : AnyValue.newBuilder().setStringValue(value.toString()).build();
    return KeyValue.newBuilder().setKey(key).setValue(any).build();
  }
}
