/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

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

import io.heliograph.jobs.RecordingBlocks;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogEncoderTest {
  private static final long TIME = 1_700_000_000_123_456_789L;

  private final LogEncoder encoder = new LogEncoder();
  private final RecordingBlocks blocks = new RecordingBlocks(encoder);

  private Map<String, Object> row(LogRecord.Builder log) {
    blocks.write(
        encoder,
        fragment(
            1,
            ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(
                    ResourceLogs.newBuilder()
                        .setResource(ORDERS)
                        .setSchemaUrl("https://r/1")
                        .addScopeLogs(
                            ScopeLogs.newBuilder()
                                .setScope(SCOPE)
                                .setSchemaUrl("https://s/1")
                                .addLogRecords(log)))
                .build()));
    assertThat(blocks.dead()).isEmpty();
    List<Map<String, Object>> rows = blocks.table("otel_logs");
    return rows.get(rows.size() - 1);
  }

  @Test
  void encode_fullRecord_fillsEveryColumn() {
    Map<String, Object> row =
        row(
            LogRecord.newBuilder()
                .setTimeUnixNano(TIME)
                .setObservedTimeUnixNano(TIME + 9)
                .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_WARN)
                .setSeverityText("WARN")
                .setBody(text("stock is low"))
                .addAttributes(attribute("sku", number(17)))
                .setFlags(0x101)
                .setTraceId(id(TRACE))
                .setSpanId(id(SPAN))
                .setEventName("stock.low"));
    assertThat(row)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("Timestamp", TIME),
                Map.entry("TraceId", TRACE),
                Map.entry("SpanId", SPAN),
                Map.entry("TraceFlags", 1L),
                Map.entry("SeverityText", "WARN"),
                Map.entry("SeverityNumber", 13L),
                Map.entry("ServiceName", "orders"),
                Map.entry("Body", "stock is low"),
                Map.entry("ResourceSchemaUrl", "https://r/1"),
                Map.entry(
                    "ResourceAttributes", Map.of("host.name", "h1", "service.name", "orders")),
                Map.entry("ScopeSchemaUrl", "https://s/1"),
                Map.entry("ScopeName", "io.shop.http"),
                Map.entry("ScopeVersion", "1.2"),
                Map.entry("ScopeAttributes", Map.of("kind", "auto")),
                Map.entry("LogAttributes", Map.of("sku", "17")),
                Map.entry("EventName", "stock.low")));
  }

  @Test
  void encode_noTime_isTheObservedOne() {
    assertThat(row(LogRecord.newBuilder().setObservedTimeUnixNano(TIME)))
        .containsEntry("Timestamp", TIME);
    assertThat(row(LogRecord.newBuilder())).containsEntry("Timestamp", 0L);
  }

  @Test
  void encode_structuredBody_isJson() {
    AnyValue body =
        AnyValue.newBuilder()
            .setKvlistValue(
                KeyValueList.newBuilder()
                    .addValues(attribute("b", number(2)))
                    .addValues(attribute("a", text("x"))))
            .build();
    assertThat(row(LogRecord.newBuilder().setBody(body)))
        .containsEntry("Body", "{\"a\":\"x\",\"b\":2}");
    assertThat(row(LogRecord.newBuilder().setBody(number(5)))).containsEntry("Body", "5");
    assertThat(row(LogRecord.newBuilder())).containsEntry("Body", "");
  }

  @Test
  void encode_severityOutOfRange_isZero() {
    assertThat(row(LogRecord.newBuilder().setSeverityNumberValue(256)))
        .containsEntry("SeverityNumber", 0L);
    assertThat(row(LogRecord.newBuilder().setSeverityNumberValue(-1)))
        .containsEntry("SeverityNumber", 0L);
  }
}
