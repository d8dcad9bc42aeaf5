/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.Otlp.KAFKA_TIME;
import static io.heliograph.jobs.Otlp.ORDERS;
import static io.heliograph.jobs.Otlp.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartReaderTest {
  private final Parts parts = new Parts();

  private Map<ParsedSpans.TraceId, List<Span>> traces(ExportTraceServiceRequest request) {
    Map<ParsedSpans.TraceId, List<Span>> traces = new LinkedHashMap<>();
    for (SpanPart part : parts.of(request.toByteArray())) {
      List<Span> spans = parts.spans(part);
      assertThat(part.spans()).isEqualTo(spans.size());
      assertThat(part.logMillis()).isEqualTo(KAFKA_TIME);
      ParsedSpans.TraceId id = new ParsedSpans.TraceId(part.traceHigh(), part.traceLow());
      assertThat(traces.put(id, spans)).isNull();
    }
    return traces;
  }

  private static io.opentelemetry.proto.trace.v1.Span span(
      String trace, String id, String parent, String name) {
    return io.opentelemetry.proto.trace.v1.Span.newBuilder()
        .setTraceId(id(trace))
        .setSpanId(id(id))
        .setParentSpanId(id(parent))
        .setName(name)
        .build();
  }

  @Test
  void read_randomRequests_saysWhatGeneratedClassesSay() {
    RandomExports exports = new RandomExports(7);
    SpanBlock block = new SpanBlock();
    int spans = 0;
    for (int i = 0; i < 2_000; i++) {
      ExportTraceServiceRequest request = exports.next();
      Map<ParsedSpans.TraceId, List<Span>> parsed = ParsedSpans.of(request);
      Map<ParsedSpans.TraceId, List<Span>> traces = traces(request);
      assertThat(traces.keySet()).containsExactlyElementsOf(parsed.keySet());
      parsed.forEach((id, of) -> assertThat(traces.get(id)).isEqualTo(of));
      for (SpanPart part : parts.of(request.toByteArray())) {
        assertThat(block.encode(parts.spans(part))).isEqualTo(part.encoded());
        spans += part.spans();
      }
    }
    assertThat(spans).isGreaterThan(10_000);
  }

  @Test
  void read_sameFragmentWithOtherTables_isTheSameBytes() {
    RandomExports exports = new RandomExports(8);
    for (int i = 0; i < 200; i++) {
      byte[] request = exports.next().toByteArray();
      List<SpanPart> fresh = new Parts().of(request);
      List<SpanPart> used = parts.of(request);
      assertThat(used).usingRecursiveComparison().isEqualTo(fresh);
    }
  }

  @Test
  void read_shuffledSpans_areTheSameSetPerTrace() {
    List<io.opentelemetry.proto.trace.v1.Span> spans = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String trace = String.format("%032x", 1 + i % 1_700);
      spans.add(span(trace, String.format("%016x", i + 1), "", "op" + i % 7));
    }
    Map<ParsedSpans.TraceId, Set<Span>> inOrder = sets(spans);
    Collections.shuffle(spans, new Random(7));
    assertThat(sets(spans)).isEqualTo(inOrder).hasSize(1_700);
  }

  private Map<ParsedSpans.TraceId, Set<Span>> sets(
      List<io.opentelemetry.proto.trace.v1.Span> spans) {
    Map<ParsedSpans.TraceId, Set<Span>> sets = new HashMap<>();
    traces(Parts.request(ORDERS, spans.toArray(io.opentelemetry.proto.trace.v1.Span[]::new)))
        .forEach((id, of) -> sets.put(id, new HashSet<>(of)));
    return sets;
  }

  @Test
  void read_idsThatShareTheirLowHalf_areDifferentTraces() {
    String low = "8448eb211c80319c";
    assertThat(
            traces(
                Parts.request(
                    ORDERS,
                    span("0000000000000001" + low, Otlp.SPAN, "", "a"),
                    span("0000000000000002" + low, Otlp.SPAN, "", "b"),
                    span("0000000000000000" + low, Otlp.SPAN, "", "c"))))
        .hasSize(3);
  }

  /** Client and server of one RPC under one id, as Zipkin's B3 has it. */
  @Test
  void read_sharedIds_keepsBothAndTheirParent() {
    io.opentelemetry.proto.trace.v1.Span client =
        span(Otlp.TRACE, Otlp.SPAN, "0000000000000001", "Place").toBuilder()
            .setKindValue(SpanKind.CLIENT.ordinal())
            .build();
    io.opentelemetry.proto.trace.v1.Span server =
        client.toBuilder().setKindValue(SpanKind.SERVER.ordinal()).build();
    io.opentelemetry.proto.trace.v1.Span child =
        span(Otlp.TRACE, "00000000000000aa", Otlp.SPAN, "Insert");
    List<Span> spans = parts.spans(Parts.request(ORDERS, child, client, server, client));
    assertThat(spans)
        .extracting(Span::id)
        .containsExactly(0xaaL, of(Otlp.SPAN), of(Otlp.SPAN), of(Otlp.SPAN));
    assertThat(spans).extracting(Span::parentId).containsExactly(of(Otlp.SPAN), 1L, 1L, 1L);
    assertThat(spans.get(1).fingerprint())
        .isEqualTo(spans.get(3).fingerprint())
        .isNotEqualTo(spans.get(2).fingerprint());
  }

  private static long of(String id) {
    return Long.parseUnsignedLong(id, 16);
  }

  @Test
  void read_resourceBehindItsSpans_isTheirs() {
    byte[] spans =
        ResourceSpans.newBuilder()
            .addScopeSpans(
                ScopeSpans.newBuilder().addSpans(span(Otlp.TRACE, Otlp.SPAN, "", "Place")))
            .build()
            .toByteArray();
    byte[] resource = ResourceSpans.newBuilder().setResource(ORDERS).build().toByteArray();
    byte[] request = new byte[2 + spans.length + resource.length];
    request[0] = 0x0a;
    request[1] = (byte) (spans.length + resource.length);
    System.arraycopy(spans, 0, request, 2, spans.length);
    System.arraycopy(resource, 0, request, 2 + spans.length, resource.length);
    assertThat(parts.spans(request)).singleElement().matches(s -> s.service().equals("orders"));
  }

  @Test
  void read_malformedBehindGoodSpans_givesNothing() {
    byte[] good = Parts.request(ORDERS, span(Otlp.TRACE, Otlp.SPAN, "", "a")).toByteArray();
    byte[] bad = Arrays.copyOf(good, good.length + 1);
    bad[good.length] = 0x0a;
    PartReader reader = new PartReader();
    List<SpanPart> out = new ArrayList<>();
    assertThatThrownBy(() -> reader.read(bad, KAFKA_TIME, out::add))
        .isInstanceOf(MalformedOtlpException.class);
    assertThat(out).isEmpty();
    assertThat(parts.spans(good)).hasSize(1);
  }

  @Test
  void read_randomDamage_isReadOrRefusedNeverAnythingElse() throws Exception {
    RandomExports exports = new RandomExports(9);
    Random random = new Random(7);
    PartReader reader = new PartReader();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = exports.next().toByteArray();
      for (int n = random.nextInt(3); n >= 0 && bad.length > 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      List<SpanPart> out = new ArrayList<>();
      try {
        reader.read(bad, KAFKA_TIME, out::add);
      } catch (MalformedOtlpException e) {
        refused++;
      }
      out.forEach(parts::spans);
    }
    assertThat(refused).isBetween(1_000, 19_000);
  }

  @Test
  void read_hundredThousandNamesAndStatements_saysEachAsItIs() {
    for (int i = 0; i < 100_000; i += 100) {
      io.opentelemetry.proto.trace.v1.Span[] spans = new io.opentelemetry.proto.trace.v1.Span[100];
      for (int j = 0; j < spans.length; j++) {
        spans[j] =
            span(Otlp.TRACE, Otlp.SPAN, "", "operation " + (i + j) + "x".repeat(150)).toBuilder()
                .addAttributes(
                    Otlp.attribute("db.statement", "SELECT a" + (i + j) + " WHERE b = 7"))
                .build();
      }
      List<Span> read = parts.spans(Parts.request(ORDERS, spans));
      for (int j = 0; j < spans.length; j++) {
        assertThat(read.get(j).operation()).isEqualTo("operation " + (i + j) + "x".repeat(150));
        assertThat(read.get(j).call()).isEqualTo("SELECT a" + (i + j) + " WHERE b = ?");
      }
    }
  }
}
