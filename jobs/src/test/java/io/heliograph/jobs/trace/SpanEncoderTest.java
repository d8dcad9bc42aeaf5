/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import static io.heliograph.jobs.Otlp.ORDERS;
import static io.heliograph.jobs.Otlp.SCOPE;
import static io.heliograph.jobs.Otlp.SPAN;
import static io.heliograph.jobs.Otlp.TRACE;
import static io.heliograph.jobs.Otlp.attribute;
import static io.heliograph.jobs.Otlp.fragment;
import static io.heliograph.jobs.Otlp.id;
import static io.heliograph.jobs.Otlp.number;
import static io.heliograph.jobs.Otlp.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.RecordingBlocks;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanEncoderTest {
  private static final long START = 1_700_000_000_123_456_789L;
  private static final String MINUTE = "/" + Otlp.KAFKA_TIME / 60_000;

  private final SpanEncoder encoder = new SpanEncoder();
  private final RecordingBlocks blocks = new RecordingBlocks(encoder);

  private static Span.Builder span() {
    return Span.newBuilder()
        .setTraceId(id(TRACE))
        .setSpanId(id(SPAN))
        .setName("GET /orders")
        .setStartTimeUnixNano(START)
        .setEndTimeUnixNano(START + 1_000);
  }

  private static ExportTraceServiceRequest request(Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(ORDERS)
                .addScopeSpans(
                    ScopeSpans.newBuilder().setScope(SCOPE).addAllSpans(Arrays.asList(spans))))
        .build();
  }

  private Map<String, Object> row(Span.Builder span) {
    blocks.write(encoder, fragment(1, request(span.build())));
    assertThat(blocks.dead()).isEmpty();
    List<Map<String, Object>> rows = blocks.table("otel_traces");
    return rows.get(rows.size() - 1);
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> attributes(AnyValue value) {
    return (Map<String, String>)
        row(span().addAttributes(attribute("k", value))).get("SpanAttributes");
  }

  @Test
  void encode_fullSpan_fillsEveryColumn() {
    Map<String, Object> row =
        row(
            span()
                .setParentSpanId(id("0000000000000001"))
                .setTraceState("a=b")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(attribute("http.method", "GET"))
                .addAttributes(attribute("http.status_code", number(200)))
                .addEvents(
                    Span.Event.newBuilder()
                        .setTimeUnixNano(START + 1)
                        .setName("exception")
                        .addAttributes(attribute("exception.type", "Oops")))
                .addEvents(Span.Event.newBuilder().setTimeUnixNano(START + 2).setName("end"))
                .addLinks(
                    Span.Link.newBuilder()
                        .setTraceId(id(TRACE))
                        .setSpanId(id(SPAN))
                        .setTraceState("c=d")
                        .addAttributes(attribute("why", "batch")))
                .setStatus(
                    Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("no stock")));

    assertThat(row)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("Timestamp", START),
                Map.entry("TraceId", TRACE),
                Map.entry("SpanId", SPAN),
                Map.entry("ParentSpanId", "0000000000000001"),
                Map.entry("TraceState", "a=b"),
                Map.entry("SpanName", "GET /orders"),
                Map.entry("SpanKind", "Server"),
                Map.entry("ServiceName", "orders"),
                Map.entry(
                    "ResourceAttributes", Map.of("host.name", "h1", "service.name", "orders")),
                Map.entry("ScopeName", "io.shop.http"),
                Map.entry("ScopeVersion", "1.2"),
                Map.entry(
                    "SpanAttributes", Map.of("http.method", "GET", "http.status_code", "200")),
                Map.entry("Duration", 1_000L),
                Map.entry("StatusCode", "Error"),
                Map.entry("StatusMessage", "no stock"),
                Map.entry("Events.Timestamp", List.of(START + 1, START + 2)),
                Map.entry("Events.Name", List.of("exception", "end")),
                Map.entry("Events.Attributes", List.of(Map.of("exception.type", "Oops"), Map.of())),
                Map.entry("Links.TraceId", List.of(TRACE)),
                Map.entry("Links.SpanId", List.of(SPAN)),
                Map.entry("Links.TraceState", List.of("c=d")),
                Map.entry("Links.Attributes", List.of(Map.of("why", "batch")))));
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/accepted" + MINUTE, 1L));
  }

  @Test
  void encode_emptySpan_isAllDefaults() {
    blocks.write(
        encoder,
        fragment(
            1,
            ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                    ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(Span.getDefaultInstance())))
                .build()));

    Map<String, Object> row = blocks.table("otel_traces").get(0);
    assertThat(row)
        .containsEntry("TraceId", "")
        .containsEntry("SpanKind", "Unspecified")
        .containsEntry("StatusCode", "Unset")
        .containsEntry("ServiceName", "")
        .containsEntry("ResourceAttributes", Map.of())
        .containsEntry("Timestamp", 0L)
        .containsEntry("Duration", 0L)
        .containsEntry("Events.Name", List.of());
  }

  @Test
  void encode_idsOfZerosOrOddLength_areEmptyOrAsTheyCame() {
    assertThat(row(span().setTraceId(id("00".repeat(16))))).containsEntry("TraceId", "");
    assertThat(row(span().setTraceId(id("0102030405060708"))))
        .containsEntry("TraceId", "0102030405060708");
  }

  @Test
  void encode_endBeforeStart_isDurationZero() {
    assertThat(row(span().setEndTimeUnixNano(START - 5))).containsEntry("Duration", 0L);
  }

  @Test
  void encode_timeBeyondTheColumn_isItsLargest() {
    assertThat(row(span().setStartTimeUnixNano(-1).setEndTimeUnixNano(-1)))
        .containsEntry("Timestamp", Long.MAX_VALUE);
  }

  @Test
  void encode_unknownEnumNumbers_areEmpty() {
    Map<String, Object> row =
        row(span().setKindValue(77).setStatus(Status.newBuilder().setCodeValue(-3)));
    assertThat(row).containsEntry("SpanKind", "").containsEntry("StatusCode", "");
  }

  @Test
  void encode_valuesOfEveryKind_asText() {
    assertThat(attributes(AnyValue.newBuilder().setBoolValue(true).build()))
        .containsEntry("k", "true");
    assertThat(attributes(AnyValue.newBuilder().setBoolValue(false).build()))
        .containsEntry("k", "false");
    assertThat(attributes(number(Long.MIN_VALUE))).containsEntry("k", "-9223372036854775808");
    assertThat(attributes(AnyValue.newBuilder().setDoubleValue(1.5).build()))
        .containsEntry("k", "1.5");
    assertThat(attributes(AnyValue.newBuilder().setBytesValue(id("00ff10")).build()))
        .containsEntry("k", "AP8Q");
    assertThat(attributes(AnyValue.getDefaultInstance())).containsEntry("k", "");
    assertThat(attributes(array(text("a\"<\n"), number(1), AnyValue.getDefaultInstance())))
        .containsEntry("k", "[\"a\\\"\\u003c\\n\",1,null]");
    assertThat(
            attributes(
                list(
                    Map.entry("z", AnyValue.newBuilder().setDoubleValue(Double.NaN).build()),
                    Map.entry("a", array()),
                    Map.entry("a", array(list(Map.entry("x", text("y"))))))))
        .containsEntry("k", "{\"a\":[{\"x\":\"y\"}],\"z\":\"NaN\"}");
  }

  @Test
  void encode_invalidUtf8_isReplaced() {
    byte[] request = request(span().setName("n?me and more").build()).toByteArray();
    for (int i = 0; i < request.length; i++) {
      if (request[i] == '?') {
        request[i] = (byte) 0xff;
      }
    }
    blocks.write(encoder, fragment(1, request));
    assertThat(blocks.table("otel_traces").get(0)).containsEntry("SpanName", "n\ufffdme and more");
  }

  @Test
  void encode_attributeOfOneMebibyte_isKept() {
    String large = "ä".repeat(1 << 19);
    assertThat(attributes(text(large))).containsEntry("k", large);
  }

  @Test
  void encode_deepValue_isDeadLetterNotStackOverflow() {
    AnyValue value = text("x");
    for (int i = 0; i < 64; i++) {
      value = array(value);
    }
    assertThat(attributes(value)).containsEntry("k", "[".repeat(64) + "\"x\"" + "]".repeat(64));

    ByteString deep = array(value).toByteString();
    blocks.write(
        encoder, fragment(5, request(span().addAttributes(attribute("k", array(value))).build())));
    assertThat(deep.size()).isPositive();
    assertThat(blocks.table("otel_traces")).hasSize(1);
    assertThat(blocks.dead())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.reason()).contains("nest deeper than 64");
              assertThat(d.count()).isEqualTo(5);
            });
  }

  @Test
  void encode_parentBehindItsChildren_isRead() {
    byte[] scopeFirst =
        ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(span()))
            .build()
            .toByteArray();
    byte[] resourceLast = ResourceSpans.newBuilder().setResource(ORDERS).build().toByteArray();
    ByteString both = ByteString.copyFrom(scopeFirst).concat(ByteString.copyFrom(resourceLast));
    com.google.protobuf.UnknownFieldSet request =
        com.google.protobuf.UnknownFieldSet.newBuilder()
            .addField(
                1,
                com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(both)
                    .build())
            .build();
    blocks.write(encoder, fragment(1, request.toByteArray()));
    assertThat(blocks.table("otel_traces").get(0)).containsEntry("ServiceName", "orders");
  }

  @Test
  void encode_malformedBehindGoodSpans_storesNoneAndCountsTheClaimDead() {
    byte[] good = request(span().build(), span().build()).toByteArray();
    byte[] bad = Arrays.copyOf(good, good.length + 2);
    bad[good.length] = 0x0a;
    bad[good.length + 1] = 0x7f;
    blocks.write(encoder, fragment(2, bad));

    assertThat(blocks.table("otel_traces")).isEmpty();
    assertThat(blocks.dead())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.reason()).startsWith("malformed OTLP");
              assertThat(d.payload()).isEqualTo(bad);
              assertThat(d.count()).isEqualTo(2);
            });
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/accepted" + MINUTE, 2L));
  }

  @Test
  void encode_noClaim_acceptsWhatItFinds() {
    blocks.write(encoder, fragment(-1, request(span().build(), span().build())));
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/accepted" + MINUTE, 2L));
  }

  @Test
  void encode_noClaimAndMalformed_standsForOne() {
    blocks.write(encoder, fragment(-1, new byte[] {0x0a}));
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/accepted" + MINUTE, 1L));
    assertThat(blocks.dead()).singleElement().matches(d -> d.count() == 1);
  }

  @Test
  void encode_fewerThanClaimed_theRestIsDead() {
    blocks.write(encoder, fragment(3, request(span().build())));
    assertThat(blocks.table("otel_traces")).hasSize(1);
    assertThat(blocks.dead())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.reason()).isEqualTo("the fragment claims 3 items and holds 1");
              assertThat(d.count()).isEqualTo(2);
            });
  }

  @Test
  void encode_duplicate_isOnlyCounted() {
    Fragment seen =
        new Fragment(
            "t", 0, 1, Otlp.KAFKA_TIME, 4, "key", true, request(span().build()).toByteArray());
    blocks.write(encoder, seen);
    assertThat(blocks.table("otel_traces")).isEmpty();
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/duplicate" + MINUTE, 4L));
  }

  @Test
  void encode_randomDamage_isReadOrRefusedNeverAnythingElse() {
    byte[] good =
        request(
                span()
                    .addAttributes(attribute("k", array(text("v"), number(3))))
                    .addEvents(Span.Event.newBuilder().setName("e"))
                    .addLinks(Span.Link.newBuilder().setTraceId(id(TRACE)))
                    .build())
            .toByteArray();
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      blocks.write(encoder, fragment(1, bad));
    }
    assertThat(blocks.dead())
        .isNotEmpty()
        .allMatch(d -> d.reason().startsWith("malformed OTLP") || d.reason().contains("claims"));
  }

  private static AnyValue array(AnyValue... values) {
    return AnyValue.newBuilder()
        .setArrayValue(ArrayValue.newBuilder().addAllValues(Arrays.asList(values)))
        .build();
  }

  @SafeVarargs
  private static AnyValue list(Map.Entry<String, AnyValue>... entries) {
    KeyValueList.Builder list = KeyValueList.newBuilder();
    for (Map.Entry<String, AnyValue> entry : entries) {
      list.addValues(attribute(entry.getKey(), entry.getValue()));
    }
    return AnyValue.newBuilder().setKvlistValue(list).build();
  }
}
