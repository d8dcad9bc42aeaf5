/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.model.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads requests of which a test knows that they can be read. */
final class Parts {
  private final PartReader reader = new PartReader();
  private final SpanBlock block = new SpanBlock();

  static ExportTraceServiceRequest request(
      Resource resource, io.opentelemetry.proto.trace.v1.Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(resource)
                .addScopeSpans(
                    ScopeSpans.newBuilder().setScope(Otlp.SCOPE).addAllSpans(Arrays.asList(spans))))
        .build();
  }

  List<SpanPart> of(byte[] request) {
    List<SpanPart> parts = new ArrayList<>();
    try {
      reader.read(request, Otlp.KAFKA_TIME, parts::add);
    } catch (MalformedOtlpException e) {
      throw new AssertionError(e);
    }
    return parts;
  }

  List<Span> spans(SpanPart part) {
    List<Span> spans = new ArrayList<>();
    try {
      block.decode(part.encoded(), 0, part.encoded().length, spans);
    } catch (MalformedBlockException e) {
      throw new AssertionError(e);
    }
    return spans;
  }

  /** The spans of all parts. */
  List<Span> spans(byte[] request) {
    List<Span> spans = new ArrayList<>();
    of(request).forEach(part -> spans.addAll(spans(part)));
    return spans;
  }

  List<Span> spans(ExportTraceServiceRequest request) {
    return spans(request.toByteArray());
  }
}
