/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.heliograph.gateway.intake.Outgoing;
import io.heliograph.gateway.wire.RandomRequests;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same records end in the same fragments, whichever door they come through. */
@Timeout(60)
class ReceiversContractTest {
  @RegisterExtension static final Doors DOORS = new Doors();

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  @Test
  void traces_throughEveryDoor_sameFragments() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      ExportTraceServiceRequest request = new RandomRequests(seed).traces();
      TraceServiceGrpc.newBlockingStub(DOORS.channel()).export(request);
      List<String> expected = fragments(Signal.SPANS);
      TraceServiceGrpc.newBlockingStub(DOORS.channel()).withCompression("gzip").export(request);
      assertThat(fragments(Signal.SPANS)).isEqualTo(expected);
      sameOverHttp("/v1/traces", Signal.SPANS, request, expected);
    }
  }

  @Test
  void logs_throughEveryDoor_sameFragments() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      ExportLogsServiceRequest request = new RandomRequests(seed).logs();
      LogsServiceGrpc.newBlockingStub(DOORS.channel()).export(request);
      sameOverHttp("/v1/logs", Signal.LOGS, request, fragments(Signal.LOGS));
    }
  }

  @Test
  void metrics_throughEveryDoor_sameFragments() throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      ExportMetricsServiceRequest request = new RandomRequests(seed).metrics();
      MetricsServiceGrpc.newBlockingStub(DOORS.channel()).export(request);
      sameOverHttp("/v1/metrics", Signal.METRICS, request, fragments(Signal.METRICS));
    }
  }

  private static void sameOverHttp(
      String path, Signal signal, Message request, List<String> expected) throws Exception {
    byte[] protobuf = request.toByteArray();
    byte[] json = json(request).getBytes(StandardCharsets.UTF_8);
    assertThat(post(path, signal, PROTOBUF, "identity", protobuf)).isEqualTo(expected);
    assertThat(post(path, signal, PROTOBUF, "gzip", Compressed.gzip(protobuf))).isEqualTo(expected);
    assertThat(post(path, signal, PROTOBUF, "zstd", Compressed.zstd(protobuf))).isEqualTo(expected);
    assertThat(post(path, signal, JSON, "identity", json)).isEqualTo(expected);
    assertThat(post(path, signal, JSON, "gzip", Compressed.gzip(json))).isEqualTo(expected);
  }

  private static List<String> post(
      String path, Signal signal, String type, String encoding, byte[] body) throws Exception {
    var response =
        DOORS.post(DOORS.otlp(path), body, "Content-Type", type, "Content-Encoding", encoding);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(type);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(type.equals(JSON) ? "{}" : "");
    return fragments(signal);
  }

  /** What is in the log, in a form that shows differences; empties the log. */
  private static List<String> fragments(Signal signal) {
    List<String> fragments = new ArrayList<>();
    for (Outgoing record : DOORS.log().records(signal.topic())) {
      String value = HexFormat.of().formatHex(record.value());
      fragments.add(record.partition() + " " + record.items() + " " + value);
    }
    DOORS.log().clear();
    return fragments;
  }

  /** OTLP/JSON: protobuf's JSON with ids in hex and enumerators as numbers. */
  private static String json(MessageOrBuilder request) throws Exception {
    String json = JsonFormat.printer().printingEnumsAsInts().print(request);
    Matcher ids = Pattern.compile("\"(traceId|spanId|parentSpanId)\": \"([^\"]*)\"").matcher(json);
    return ids.replaceAll(
        id -> {
          byte[] bytes = Base64.getDecoder().decode(id.group(2));
          return "\"" + id.group(1) + "\": \"" + HexFormat.of().formatHex(bytes) + "\"";
        });
  }
}
