/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RegroupingTest {
  private static final int SEEDS = 300;
  private static final long NOW = 1_750_000_000_000_000_000L;

  @Test
  void cut_anyTraces_everySpanOnceBelowTheSameHeaders() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      ExportTraceServiceRequest request = new RandomRequests(seed).traces();
      List<Flat.Entry> found = new ArrayList<>();
      for (byte[] fragment : fragments(Signal.SPANS, request.toByteArray(), 1 + seed % 7)) {
        found.addAll(Flat.traces(ExportTraceServiceRequest.parseFrom(fragment)));
      }
      assertThat(counts(found)).isEqualTo(counts(Flat.traces(request)));
    }
  }

  @Test
  void cut_anyLogs_everyRecordOnceBelowTheSameHeaders() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      ExportLogsServiceRequest request = new RandomRequests(seed).logs();
      List<Flat.Entry> found = new ArrayList<>();
      for (byte[] fragment : fragments(Signal.LOGS, request.toByteArray(), 1 + seed % 7)) {
        found.addAll(Flat.logs(ExportLogsServiceRequest.parseFrom(fragment)));
      }
      assertThat(counts(found)).isEqualTo(counts(Flat.logs(request)));
    }
  }

  @Test
  void cut_anyMetrics_everyPointOnceBelowTheSameHeaders() throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      ExportMetricsServiceRequest request = new RandomRequests(seed).metrics();
      List<Flat.Entry> found = new ArrayList<>();
      for (byte[] fragment : fragments(Signal.METRICS, request.toByteArray(), 1 + seed % 7)) {
        found.addAll(Flat.metrics(ExportMetricsServiceRequest.parseFrom(fragment)));
      }
      assertThat(counts(found)).isEqualTo(counts(Flat.metrics(request)));
    }
  }

  @Test
  void cut_spansOfOneTrace_onePartition() throws Exception {
    Map<ByteString, Integer> partitionOf = new HashMap<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] data = new RandomRequests(seed).traces().toByteArray();
      Regrouped regrouped = Regrouping.cut(Signal.SPANS, data, data.length, 4);
      for (Fragment fragment : regrouped.fragments()) {
        var decoded = ExportTraceServiceRequest.parseFrom(regrouped.encode(fragment, NOW));
        for (Flat.Entry entry : Flat.traces(decoded)) {
          Integer before =
              partitionOf.put(((Span) entry.record()).getTraceId(), fragment.partition());
          assertThat(before).isIn(null, fragment.partition());
        }
      }
    }
    assertThat(partitionOf.values()).contains(0, 1, 2, 3);
  }

  @Test
  void cut_logsAndPointsWithoutTrace_onePartitionPerService() throws Exception {
    byte[] logs =
        Spans.logs(Spans.log().build(), Spans.log().setTimeUnixNano(Spans.START + 1).build())
            .toByteArray();
    byte[] metrics = Spans.metrics(Spans.gauge("load", 20)).toByteArray();

    List<Fragment> ofLogs = Regrouping.cut(Signal.LOGS, logs, logs.length, 16).fragments();
    List<Fragment> ofPoints =
        Regrouping.cut(Signal.METRICS, metrics, metrics.length, 16).fragments();

    assertThat(ofLogs).extracting(Fragment::items).containsExactly(2);
    assertThat(ofPoints).extracting(Fragment::items).containsExactly(20);
    assertThat(ofPoints.get(0).partition()).isEqualTo(ofLogs.get(0).partition());
  }

  @Test
  void cut_sameRequestTwice_sameFragments() throws Exception {
    byte[] data = new RandomRequests(7).traces().toByteArray();

    List<byte[]> first = fragments(Signal.SPANS, data, 4);
    List<byte[]> second = fragments(Signal.SPANS, data, 4);

    assertThat(Arrays.deepEquals(second.toArray(), first.toArray())).isTrue();
  }

  @Test
  void cut_moreThanAFragmentHolds_splitInOrderWithinTheLimit() throws Exception {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 1; i <= 5_000; i++) {
      scope.addSpans(Spans.valid().setName("n".repeat(1_000)).setStartTimeUnixNano(NOW + i));
    }
    byte[] data = Spans.request(scope).toByteArray();

    Regrouped regrouped = Regrouping.cut(Signal.SPANS, data, data.length, 4);

    assertThat(regrouped.fragments()).hasSizeGreaterThan(5);
    long next = NOW + 1;
    int ordinal = 0;
    for (Fragment fragment : regrouped.fragments()) {
      assertThat(fragment.ordinal()).isEqualTo(ordinal++);
      byte[] bytes = regrouped.encode(fragment, NOW);
      assertThat(bytes.length).isLessThanOrEqualTo(Regrouping.MAX_FRAGMENT_BYTES);
      assertThat(fragment.bytes()).isGreaterThanOrEqualTo(bytes.length);
      for (Flat.Entry entry : Flat.traces(ExportTraceServiceRequest.parseFrom(bytes))) {
        assertThat(((Span) entry.record()).getStartTimeUnixNano()).isEqualTo(next++);
      }
      assertThat(next == NOW + 5_001 || bytes.length > 890_000).isTrue();
    }
    assertThat(next).isEqualTo(NOW + 5_001);
  }

  @Test
  void cut_headerBehindTheSpansAndPaddedTag_kept() throws Exception {
    ResourceSpans resource =
        Spans.request(ScopeSpans.newBuilder().addSpans(Spans.valid())).getResourceSpans(0);
    byte[] scope = resource.toBuilder().clearResource().build().toByteArray();
    byte[] header = resource.toBuilder().clearScopeSpans().build().toByteArray();
    // tag 0x0a written as the two-byte varint 0x8a 0x00
    ByteString body = ByteString.copyFrom(scope).concat(ByteString.copyFrom(header));
    ByteString request =
        ByteString.copyFrom(
                new byte[] {(byte) 0x8a, 0, (byte) (body.size() | 0x80), (byte) (body.size() >> 7)})
            .concat(body);

    List<byte[]> fragments = fragments(Signal.SPANS, request.toByteArray(), 1);

    assertThat(fragments).hasSize(1);
    assertThat(ExportTraceServiceRequest.parseFrom(fragments.get(0)).getResourceSpansList())
        .containsExactly(resource);
  }

  @Test
  void cut_logWithoutAnyTime_getsTheTimeOfArrival() throws Exception {
    LogRecord untimed = LogRecord.newBuilder().setSeverityText("x".repeat(120)).build();
    ExportLogsServiceRequest request = Spans.logs(untimed, Spans.log().build(), untimed);

    List<byte[]> fragments = fragments(Signal.LOGS, request.toByteArray(), 1);

    assertThat(Flat.logs(ExportLogsServiceRequest.parseFrom(fragments.get(0))))
        .extracting(Flat.Entry::record)
        .containsExactly(
            untimed.toBuilder().setObservedTimeUnixNano(NOW).build(),
            Spans.log().build(),
            untimed.toBuilder().setObservedTimeUnixNano(NOW).build());
  }

  @Test
  void cut_metricOfTwoKinds_refusedWithAllItsPoints() throws Exception {
    Metric gauge = Spans.gauge("load", 3);
    Metric sum = Spans.sum("load", 2);
    Metric both = Metric.parseFrom(gauge.toByteString());
    ByteString mixed = both.toByteString().concat(sum.toByteString());
    byte[] data = Spans.metrics(mixed).toByteArray();

    Regrouped regrouped = Regrouping.cut(Signal.METRICS, data, data.length, 2);

    assertThat(regrouped.fragments()).isEmpty();
    assertThat(regrouped.rejections().groups())
        .extracting(group -> group.reason().label(), Rejected::count)
        .containsExactly(tuple("mixed_metric", 5L));
  }

  @Test
  void cut_damagedBytes_malformedOrDecodable() throws Exception {
    Random random = new Random(42);
    int malformed = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] data = new RandomRequests(i % 50).traces().toByteArray();
      if (data.length == 0) {
        continue;
      }
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      try {
        for (byte[] fragment : fragments(Signal.SPANS, data, 3)) {
          assertThat(ExportTraceServiceRequest.parseFrom(fragment)).isNotNull();
        }
      } catch (MalformedException e) {
        malformed++;
      }
    }
    assertThat(malformed).isBetween(100, 4_900);
  }

  @Test
  void cut_truncated_malformedSaysWhere() {
    byte[] data = Spans.request(ScopeSpans.newBuilder().addSpans(Spans.valid())).toByteArray();

    assertThatThrownBy(() -> Regrouping.cut(Signal.SPANS, data, data.length - 3, 4))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a field at byte");
  }

  @Test
  void cut_nothing_nothing() throws Exception {
    Regrouped regrouped = Regrouping.cut(Signal.SPANS, new byte[0], 0, 4);

    assertThat(regrouped.fragments()).isEmpty();
    assertThat(regrouped.accepted()).isZero();
    assertThat(regrouped.rejections().message()).isEmpty();
  }

  /** How often each record occurs; order and fragments apart, this is what must stay the same. */
  private static Map<Flat.Entry, Long> counts(List<Flat.Entry> entries) {
    return entries.stream().collect(Collectors.groupingBy(e -> e, Collectors.counting()));
  }

  private static List<byte[]> fragments(Signal signal, byte[] data, int partitions)
      throws MalformedException {
    Regrouped regrouped = Regrouping.cut(signal, data, data.length, partitions);
    List<byte[]> encoded = new ArrayList<>();
    for (Fragment fragment : regrouped.fragments()) {
      encoded.add(regrouped.encode(fragment, NOW));
    }
    return encoded;
  }
}
