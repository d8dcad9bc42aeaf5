/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.Otlp.KAFKA_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartReaderTest {
  private final PartReader reader = new PartReader();
  private final SpanBlock block = new SpanBlock();

  private List<SpanPart> parts(ExportTraceServiceRequest request) throws Exception {
    List<SpanPart> parts = new ArrayList<>();
    reader.read(request.toByteArray(), KAFKA_TIME, parts::add);
    return parts;
  }

  private List<Span> spans(SpanPart part) throws Exception {
    List<Span> spans = new ArrayList<>();
    block.decode(part.encoded(), 0, part.encoded().length, spans);
    return spans;
  }

  @Test
  void read_randomRequests_saysWhatGeneratedClassesSay() throws Exception {
    RandomExports exports = new RandomExports(7);
    int spans = 0;
    for (int i = 0; i < 2_000; i++) {
      ExportTraceServiceRequest request = exports.next();
      Map<ParsedSpans.TraceId, List<Span>> traces = new LinkedHashMap<>();
      for (SpanPart part : parts(request)) {
        List<Span> of = spans(part);
        traces.put(new ParsedSpans.TraceId(part.traceHigh(), part.traceLow()), of);
        assertThat(part.spans()).isEqualTo(of.size());
        assertThat(part.logMillis()).isEqualTo(KAFKA_TIME);
        assertThat(block.encode(of)).isEqualTo(part.encoded());
        spans += of.size();
      }
      Map<ParsedSpans.TraceId, List<Span>> parsed = ParsedSpans.of(request);
      assertThat(traces.keySet()).containsExactlyElementsOf(parsed.keySet());
      parsed.forEach((id, of) -> assertThat(traces.get(id)).isEqualTo(of));
    }
    assertThat(spans).isGreaterThan(10_000);
  }
}
