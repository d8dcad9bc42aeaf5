/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogCountingTest {
  private static final long MINUTE = 1_700_000_040_000L;
  private static final long MINUTE_NANOS = MINUTE * 1_000_000;
  private static final long NOW = 1_700_000_123_456L;

  private final LogCounting counting = new LogCounting();

  static ResourceLogs.Builder logs(String service, LogRecord.Builder... records) {
    ScopeLogs.Builder scope = ScopeLogs.newBuilder();
    for (LogRecord.Builder log : records) {
      scope.addLogRecords(log);
    }
    KeyValue name =
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue(service))
            .build();
    return ResourceLogs.newBuilder()
        .setResource(Resource.newBuilder().addAttributes(name))
        .addScopeLogs(scope);
  }

  static LogRecord.Builder log(long timeNanos, int severity) {
    return LogRecord.newBuilder()
        .setTimeUnixNano(timeNanos)
        .setSeverityNumberValue(severity)
        .setBody(AnyValue.newBuilder().setStringValue("order 7 was paid"));
  }

  static byte[] request(ResourceLogs.Builder... resources) {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    for (ResourceLogs.Builder resource : resources) {
      request.addResourceLogs(resource);
    }
    return request.build().toByteArray();
  }

  @Test
  void records_areSummedByMinuteServiceAndSeverity() throws Exception {
    byte[] request =
        request(
            logs(
                "orders",
                log(MINUTE_NANOS, 9),
                log(MINUTE_NANOS + 59_999_999_999L, 12),
                log(MINUTE_NANOS + 60_000_000_000L, 9),
                log(MINUTE_NANOS, 17)),
            logs("billing", log(MINUTE_NANOS, 9)));

    assertThat(counting.count(request, NOW))
        .containsExactlyInAnyOrder(
            new LogCount(MINUTE, "orders", "INFO", 2),
            new LogCount(MINUTE + 60_000, "orders", "INFO", 1),
            new LogCount(MINUTE, "orders", "ERROR", 1),
            new LogCount(MINUTE, "billing", "INFO", 1));
  }

  @Test
  void time_isTheObservedOneIfThereIsNone_elseThatOfTheFragment() throws Exception {
    byte[] request =
        request(logs("orders", log(0, 9).setObservedTimeUnixNano(MINUTE_NANOS), log(0, 9)));

    assertThat(counting.count(request, NOW))
        .containsExactlyInAnyOrder(
            new LogCount(MINUTE, "orders", "INFO", 1),
            new LogCount(1_700_000_100_000L, "orders", "INFO", 1));
  }

  @Test
  void time_inOddCenturies_staysWithinTheColumn() {
    assertThat(LogCounting.minute(1, NOW)).isZero();
    assertThat(LogCounting.minute(4_102_444_800_000_000_000L, NOW)).isEqualTo(4_102_444_800_000L);
    assertThat(LogCounting.minute(-1, NOW)).isEqualTo(4_294_967_280_000L);
    assertThat(LogCounting.minute(0, -1)).isZero();
  }

  @Test
  void service_unknown_isEmpty_andSeverityByText() throws Exception {
    ResourceLogs.Builder nameless =
        ResourceLogs.newBuilder()
            .addScopeLogs(
                ScopeLogs.newBuilder()
                    .addLogRecords(log(MINUTE_NANOS, 0).setSeverityText(" warning ")));

    assertThat(counting.count(request(nameless), NOW))
        .containsExactly(new LogCount(MINUTE, "", "WARN", 1));
  }

  @Test
  void garbage_isMalformed() {
    byte[] garbage = "no protobuf".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> counting.count(garbage, NOW))
        .isInstanceOf(MalformedOtlpException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1, '', TRACE",
    "4, '', TRACE",
    "5, '', DEBUG",
    "9, ERROR, INFO",
    "16, '', WARN",
    "17, '', ERROR",
    "21, '', FATAL",
    "24, '', FATAL",
    "25, '', UNSET",
    "0, '', UNSET",
    "-1, info, INFO",
    "0, Warning, WARN",
    "0, SEVERE, ERROR",
    "0, critical, FATAL",
    "0, chatty, UNSET"
  })
  void severity_isByNumberElseByText(long number, String text, LogSeverity expected) {
    assertThat(LogSeverity.of(number, text)).isEqualTo(expected);
  }
}
