/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.trace.intake.Calls.orders;
import static io.heliograph.jobs.trace.intake.Calls.request;
import static io.heliograph.jobs.trace.intake.Calls.served;
import static io.heliograph.jobs.trace.intake.Calls.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ServiceTraffic;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrafficTallyTest {
  private static final long LOG_MILLIS = 1_700_000_007_000L;
  private static final long SLOT = 1_700_000_005_000L;
  private static final Resource ORDERS_1 =
      orders("service.instance.id", "orders-1", "service.namespace", "shop");

  private final TrafficTally traffic = new TrafficTally();
  private final PartReader reader = new PartReader(traffic);

  private void add(ExportTraceServiceRequest request, long logMillis) throws Exception {
    traffic.at(logMillis);
    reader.read(request.toByteArray(), logMillis, part -> {});
  }

  private List<ServiceTraffic> flush() throws InvalidProtocolBufferException {
    List<byte[]> values = new ArrayList<>();
    traffic.flush(traffic -> values.add(traffic.value()));
    List<ServiceTraffic> records = new ArrayList<>();
    for (byte[] value : values) {
      records.add(ServiceTraffic.parseFrom(value));
    }
    return records;
  }

  @Test
  void serverAndConsumerSpans_areCallsOfTheirInstance() throws Exception {
    ExportTraceServiceRequest one =
        request(
            ORDERS_1,
            served(10),
            span(SpanKind.SPAN_KIND_CLIENT, 999, StatusCode.STATUS_CODE_ERROR),
            span(SpanKind.SPAN_KIND_INTERNAL, 999, StatusCode.STATUS_CODE_UNSET),
            span(SpanKind.SPAN_KIND_CONSUMER, 30, StatusCode.STATUS_CODE_ERROR));
    add(one, LOG_MILLIS);
    add(one, LOG_MILLIS + 1);
    add(one, LOG_MILLIS + 5_000);

    ServiceTraffic record = only(flush());
    assertThat(record.getNamespace()).isEqualTo("shop");
    assertThat(record.getService()).isEqualTo("orders");
    assertThat(record.getInstancesList())
        .extracting(InstanceTraffic::getInstanceId)
        .containsExactly("orders-1", "orders-1");
    assertThat(record.getInstancesList())
        .extracting(InstanceTraffic::getSlotUnixMillis)
        .containsExactly(SLOT, SLOT + 5_000);
    InstanceTraffic first = record.getInstances(0);
    assertThat(first.getCalls()).isEqualTo(4);
    assertThat(first.getErrors()).isEqualTo(2);
    assertThat(first.getNanos()).isEqualTo(80_000_000);
    assertThat(first.getBucketsList()).isSorted().hasSize(2);
    assertThat(first.getCountsList()).containsExactly(2, 2);
    assertThat(record.getInstances(1).getCalls()).isEqualTo(2);
    assertThat(flush()).isEmpty();
  }

  @Test
  void namespace_isTheServicesElseTheEnvironmentElseDefault() throws Exception {
    String[][] said = {
      {"deployment.environment.name", "prod", "service.namespace", "shop"},
      {"deployment.environment", "old", "deployment.environment.name", "prod"},
      {"deployment.environment", "old", "service.namespace", ""},
      {"deployment.environment", "old", "service.namespace", "x".repeat(256)},
      {}
    };
    List<String> namespaces = new ArrayList<>();
    for (String[] attributes : said) {
      Resource resource =
          orders(attributes).toBuilder()
              .addAttributes(Otlp.attribute("service.instance.id", "orders-1"))
              .build();
      add(request(resource, served(1)), LOG_MILLIS);
      namespaces.add(only(flush()).getNamespace());
    }
    assertThat(namespaces).containsExactly("shop", "prod", "old", "old", "default");
  }

  @Test
  void resourceWithoutAUsableInstanceId_isPassedOver() throws Exception {
    Resource number =
        orders().toBuilder()
            .addAttributes(Otlp.attribute("service.instance.id", Otlp.number(7)))
            .build();
    Resource nameless =
        Resource.newBuilder().addAttributes(Otlp.attribute("service.instance.id", "a")).build();
    add(request(orders(), served(1)), LOG_MILLIS);
    add(request(number, served(1)), LOG_MILLIS);
    add(request(nameless, served(1)), LOG_MILLIS);
    add(request(orders("service.instance.id", "x".repeat(256)), served(1)), LOG_MILLIS);
    assertThat(flush()).isEmpty();

    add(request(orders("service.instance.id", "x".repeat(255)), served(1)), LOG_MILLIS);
    assertThat(only(flush()).getInstances(0).getInstanceId()).hasSize(255);
  }

  @Test
  void namesThatRunTogether_areDifferentInstances() throws Exception {
    add(request(orders("service.instance.id", "a", "service.namespace", "bc"), served(1)), 0);
    add(request(orders("service.instance.id", "ab", "service.namespace", "c"), served(1)), 0);

    assertThat(flush()).extracting(ServiceTraffic::getNamespace).containsExactly("bc", "c");
  }

  @Test
  void spanWithoutIds_isACallAllTheSame() throws Exception {
    Span nameless = served(10).toBuilder().clearTraceId().clearSpanId().build();
    add(request(ORDERS_1, nameless, served(10)), LOG_MILLIS);

    assertThat(only(flush()).getInstances(0).getCalls()).isEqualTo(2);
  }

  @Test
  void spanThatEndsBeforeItStarts_tookNoTime() throws Exception {
    add(request(ORDERS_1, served(1).toBuilder().setEndTimeUnixNano(1).build()), LOG_MILLIS);
    add(request(ORDERS_1, served(1).toBuilder().setEndTimeUnixNano(-1).build()), LOG_MILLIS);

    InstanceTraffic first = only(flush()).getInstances(0);
    assertThat(first.getCalls()).isEqualTo(2);
    assertThat(first.getNanos()).isZero();
    assertThat(first.getBucketsList()).containsExactly(0);
  }

  @Test
  void instanceWithoutCalls_isNotTold() throws Exception {
    add(
        request(ORDERS_1, span(SpanKind.SPAN_KIND_CLIENT, 1, StatusCode.STATUS_CODE_UNSET)),
        LOG_MILLIS);

    assertThat(flush()).isEmpty();
  }

  @Test
  void damagedRequest_keepsWhatPrecedesTheDamage() throws Exception {
    byte[] good = request(ORDERS_1, served(1)).toByteArray();
    byte[] damaged = Arrays.copyOf(good, good.length + 2);
    damaged[good.length] = 0x0a;
    damaged[good.length + 1] = 0x7f;
    traffic.at(LOG_MILLIS);

    assertThatThrownBy(() -> reader.read(damaged, LOG_MILLIS, part -> {}))
        .isInstanceOf(MalformedOtlpException.class);
    assertThat(only(flush()).getInstances(0).getCalls()).isEqualTo(1);
  }

  @Test
  void manyInstances_areAllTold_andFillIt() throws Exception {
    for (int n = 0; n < TrafficTally.MAX_GATHERED; n++) {
      assertThat(traffic.isFull()).isFalse();
      add(request(orders("service.instance.id", "orders-" + n), served(n % 7)), LOG_MILLIS);
    }
    assertThat(traffic.isFull()).isTrue();

    List<ServiceTraffic> records = flush();
    assertThat(records.stream().mapToInt(ServiceTraffic::getInstancesCount).sum())
        .isEqualTo(TrafficTally.MAX_GATHERED);
    assertThat(traffic.isFull()).isFalse();
  }

  private static ServiceTraffic only(List<ServiceTraffic> records) {
    assertThat(records).hasSize(1);
    return records.get(0);
  }
}
