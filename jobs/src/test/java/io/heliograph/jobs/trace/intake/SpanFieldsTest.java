/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.Otlp.attribute;
import static io.heliograph.jobs.Otlp.id;
import static io.heliograph.jobs.Otlp.number;
import static io.heliograph.jobs.Otlp.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanLink;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Span.Link;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each field of a span is taken from. */
class SpanFieldsTest {
  private final Parts parts = new Parts();

  private static io.opentelemetry.proto.trace.v1.Span.Builder span(String... attributes) {
    io.opentelemetry.proto.trace.v1.Span.Builder span =
        io.opentelemetry.proto.trace.v1.Span.newBuilder()
            .setTraceId(id(Otlp.TRACE))
            .setSpanId(id(Otlp.SPAN))
            .setName("GET /orders/17")
            .setKind(SpanKind.SPAN_KIND_CLIENT);
    for (String each : attributes) {
      String[] pair = each.split("=", 2);
      span.addAttributes(attribute(pair[0], pair[1]));
    }
    return span;
  }

  private Span read(io.opentelemetry.proto.trace.v1.Span.Builder span) {
    return parts.spans(Parts.request(Otlp.ORDERS, span.build())).get(0);
  }

  private Span of(Resource.Builder resource) {
    return parts.spans(Parts.request(resource.build(), span().build())).get(0);
  }

  private static io.opentelemetry.proto.trace.v1.Span.Builder failed(String... attributes) {
    return span(attributes).setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR));
  }

  @Test
  void host_ofInstanceId_elseOfHostName() {
    Resource.Builder resource = Resource.newBuilder().addAttributes(attribute("host.name", "h1"));
    assertThat(of(resource).host()).isEqualTo("h1");
    resource.addAttributes(attribute("service.instance.id", "orders-1"));
    assertThat(of(resource).host()).isEqualTo("orders-1");
    assertThat(of(Resource.newBuilder()).host()).isEmpty();
    assertThat(of(Resource.newBuilder()).service()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, http.url=http://orders:80/orders/17?all=1, GET /orders/?",
    "HTTP POST, url.full=https://orders/orders, HTTP POST /orders",
    "GET, url.template=/orders/{id}, GET /orders/{id}",
    "GET, server.address=orders, GET",
    "GET /carts/5, url.full=https://orders/orders, GET /carts/?",
    "get, http.target=/a, get /a",
    "GETTER, http.target=/a, GETTER",
  })
  void call_ofABareHttpMethod_hasThePath(String name, String attribute, String call) {
    assertThat(read(span(attribute).setName(name)).call()).isEqualTo(call);
  }

  @Test
  void instanceLane_notSaid_isNullAndNotTheBaseline() {
    assertThat(of(Resource.newBuilder()).instanceLane()).isNull();
    assertThat(of(Resource.newBuilder().addAttributes(attribute("lane", ""))).instanceLane())
        .isEmpty();
    assertThat(of(Resource.newBuilder().addAttributes(attribute("lane", "gray"))).instanceLane())
        .isEqualTo("gray");
    assertThat(read(span("lane=gray")).requestLane()).isEqualTo("gray");
    assertThat(read(span()).requestLane()).isEmpty();
  }

  /** OpenTelemetry's baggage span processors name an attribute as the entry is named. */
  @Test
  void requestLane_ofBaggageThatASpanProcessorCopied_isTheEntryOfThatName() {
    assertThat(read(span("tenant=acme", "lane=gray", "user.id=7")).requestLane()).isEqualTo("gray");
    assertThat(read(span("tenant=acme", "lanes=gray")).requestLane()).isEmpty();
    assertThat(read(span("baggage=lane=gray")).requestLane())
        .as("the header itself is not looked into")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "peer.service=bank;db.system=redis, bank",
    "service.peer.name=bank;peer.service=old, bank",
    "db.system.name=postgresql;db.namespace=orders;server.address=db-1, postgresql/orders",
    "db.system=mysql;db.name=orders, mysql/orders",
    "db.system=redis;server.address=cache, redis",
    "db.type=sql;db.instance=orders, sql/orders",
    "messaging.system=kafka;messaging.destination.name=placed, kafka/placed",
    "messaging.system=rabbitmq;messaging.destination=placed, rabbitmq/placed",
    "messaging.system=kafka, kafka",
    "rpc.service=shop.Orders;server.address=orders.shop, orders.shop",
    "net.peer.name=orders.shop, orders.shop",
    "peer.service='';rpc.service=shop.Orders, shop.Orders",
    "url.path=/, ''"
  })
  void peer_ofClient_isTheBestThatIsSaid(String attributes, String peer) {
    String[] each = attributes.replace("''", "").split(";");
    assertThat(read(span(each)).peer()).isEqualTo(peer);
    assertThat(read(span(each).setKind(SpanKind.SPAN_KIND_PRODUCER)).peer()).isEqualTo(peer);
    assertThat(read(span(each).setKind(SpanKind.SPAN_KIND_SERVER)).peer()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "peer.service=kafka;messaging.system=rabbitmq, kafka",
    "messaging.system=kafka;messaging.destination.name=placed, kafka/placed",
    "messaging.system=kafka;messaging.destination=placed, kafka/placed",
    "messaging.system=kafka;db.system=redis;server.address=kafka-1, kafka",
    "db.system=redis;server.address=redis-1;rpc.service=x, ''",
  })
  void peer_ofConsumer_isTheQueueItTakesFrom(String attributes, String peer) {
    String[] each = attributes.split(";");
    assertThat(read(span(each).setKind(SpanKind.SPAN_KIND_CONSUMER)).peer()).isEqualTo(peer);
  }

  @ParameterizedTest
  @CsvSource({
    "db.system=postgresql;db.statement=SELECT a FROM b WHERE c = 7, SELECT a FROM b WHERE c = ?",
    "db.query.text=SELECT 7, SELECT ?",
    "sql.query=SELECT 8, SELECT ?",
    "db.system.name=redis;db.query.text=GET stock:7, GET stock:?",
    "db.system=Redis;db.statement=get stock:7 EX 10, GET stock:?",
    "db.system.name=mongodb;db.query.text={\"find\":7}, GET /orders/?",
    "db.query.text=, GET /orders/?",
    "db.query.text=-- nothing, GET /orders/?",
    "url.path=/, GET /orders/?"
  })
  void call_ofStatement_elseOfName(String attributes, String call) {
    assertThat(read(span(attributes.split(";"))).call()).isEqualTo(call);
  }

  @Test
  void times_beyondRangeOrBackwards_areBounded() {
    Span never = read(span().setStartTimeUnixNano(-1).setEndTimeUnixNano(5));
    assertThat(never.startNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(never.endNanos()).isEqualTo(Long.MAX_VALUE);
    Span back = read(span().setStartTimeUnixNano(7).setEndTimeUnixNano(5));
    assertThat(back.startNanos()).isEqualTo(7);
    assertThat(back.endNanos()).isEqualTo(7);
  }

  @Test
  void error_ofStatus_isToldByCodesThenWords() {
    assertThat(read(span("error.type=timeout")).error()).isEqualTo(ErrorKind.NONE);
    assertThat(read(failed()).error()).isEqualTo(ErrorKind.FAILURE);
    assertThat(read(failed("error.type=java.net.SocketTimeoutException")).error())
        .isEqualTo(ErrorKind.TIMEOUT);
    assertThat(read(failed("rpc.response.status_code=DEADLINE_EXCEEDED")).error())
        .isEqualTo(ErrorKind.TIMEOUT);
    assertThat(read(failed().addAttributes(attribute("rpc.grpc.status_code", number(1)))).error())
        .isEqualTo(ErrorKind.CANCELLED);
    assertThat(
            read(failed().addAttributes(attribute("http.response.status_code", number(504))))
                .error())
        .isEqualTo(ErrorKind.TIMEOUT);
    assertThat(
            read(span()
                    .setStatus(
                        Status.newBuilder()
                            .setCode(StatusCode.STATUS_CODE_ERROR)
                            .setMessage("request timed out")))
                .error())
        .isEqualTo(ErrorKind.TIMEOUT);
  }

  @Test
  void error_ofLastException_ifNothingElseIsSaid() {
    Event cancelled =
        Event.newBuilder()
            .setName("exception")
            .addAttributes(attribute("exception.type", "CancellationException"))
            .build();
    Event late =
        Event.newBuilder()
            .setName("exception")
            .addAttributes(attribute("exception.message", "Deadline passed"))
            .build();
    Event other = Event.newBuilder().setName("retry").build();
    assertThat(read(failed().addEvents(late).addEvents(cancelled).addEvents(other)).error())
        .isEqualTo(ErrorKind.CANCELLED);
    assertThat(read(failed().addEvents(cancelled).addEvents(late)).error())
        .isEqualTo(ErrorKind.TIMEOUT);
    assertThat(read(span().addEvents(late)).error()).isEqualTo(ErrorKind.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "rpc.timeout_ms, 250, 250000000",
    "rpc.timeout_ms, 0.5, 500000",
    "http.client.timeout_ms, 1000, 1000000000",
    "rpc.grpc.request.metadata.grpc-timeout, 100m, 100000000",
    "rpc.grpc.request.metadata.grpc-timeout, 99999999H, 9223372036854775807",
    "http.request.header.grpc-timeout, 7u, 7000",
    "http.request.header.x-envoy-expected-rq-timeout-ms, 15, 15000000",
  })
  void timeout_ofClient_isReadInItsUnit(String key, String value, long nanos) {
    Span span = read(span(key + "=" + value));
    assertThat(span.timeoutNanos()).isEqualTo(nanos);
    assertThat(span.timeoutSetting()).isEqualTo(key);
    AnyValue header =
        AnyValue.newBuilder()
            .setArrayValue(ArrayValue.newBuilder().addValues(text(value)).addValues(text("x")))
            .build();
    assertThat(read(span().addAttributes(attribute(key, header))))
        .satisfies(read -> assertThat(read.timeoutNanos()).isEqualTo(nanos));
    assertThat(read(span(key + "=" + value).setKind(SpanKind.SPAN_KIND_SERVER)).timeoutSetting())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rpc.timeout_ms, -5",
    "rpc.timeout_ms, 0",
    "rpc.timeout_ms, soon",
    "rpc.timeout_ms, 5S",
    "http.request.header.grpc-timeout, 5",
    "rpc.timeout_ms, ''"
  })
  void timeout_noPositiveNumber_isNotSaid(String key, String value) {
    Span span = read(span(key + "=" + value));
    assertThat(span.timeoutNanos()).isZero();
    assertThat(span.timeoutSetting()).isEmpty();
  }

  @Test
  void timeout_several_isTheTightest() {
    Span span =
        read(
            span("http.client.timeout_ms=100", "rpc.timeout_ms=900")
                .addAttributes(attribute("db.client.timeout_ms", number(300))));
    assertThat(span.timeoutNanos()).isEqualTo(100_000_000);
    assertThat(span.timeoutSetting()).isEqualTo("http.client.timeout_ms");
  }

  @Test
  void links_withoutIds_areLeftOut() {
    Link link = Link.newBuilder().setTraceId(id(Otlp.TRACE)).setSpanId(id(Otlp.SPAN)).build();
    Span span =
        read(
            span()
                .addLinks(link.toBuilder().clearSpanId())
                .addLinks(link.toBuilder().setTraceState("a=b"))
                .addLinks(link.toBuilder().setTraceId(id("00".repeat(16)))));
    assertThat(span.links())
        .isEqualTo(
            List.of(new SpanLink(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L)));
  }

  @Test
  void fingerprint_ofAnyDifference_differs() {
    long one = read(span("k=1")).fingerprint();
    assertThat(read(span("k=1")).fingerprint()).isEqualTo(one);
    assertThat(read(span("k=2")).fingerprint()).isNotEqualTo(one);
    assertThat(read(span("k=1").setFlags(1)).fingerprint()).isNotEqualTo(one);
    Resource other = Otlp.ORDERS.toBuilder().addAttributes(attribute("k", "v")).build();
    assertThat(parts.spans(Parts.request(other, span("k=1").build())).get(0).fingerprint())
        .isNotEqualTo(one);
  }

  @Test
  void texts_tooLongOrInvalid_areCutAndReplaced() {
    assertThat(read(span("peer.service=" + "x".repeat(1_000))).peer()).isEqualTo("x".repeat(256));
    assertThat(read(span("db.statement=" + "xyz".repeat(9_000))).call()).hasSize(200);
    byte[] bytes = Parts.request(Otlp.ORDERS, span().setName("aXb").build()).toByteArray();
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("aXb") + 1] = (byte) 0xff;
    assertThat(parts.spans(bytes).get(0).operation()).isEqualTo("a\uFFFDb");
  }
}
