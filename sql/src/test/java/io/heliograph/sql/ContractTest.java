/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every name and column that users query is there, and is called what it was promised to be. */
class ContractTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static SqlClient client;

  @BeforeAll
  static void migrate() {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "otel_traces | Timestamp TraceId SpanId ParentSpanId TraceState SpanName SpanKind"
            + " ServiceName ResourceAttributes ScopeName ScopeVersion SpanAttributes Duration"
            + " StatusCode StatusMessage Events.Timestamp Events.Name Events.Attributes"
            + " Links.TraceId Links.SpanId Links.TraceState Links.Attributes",
        "otel_traces_trace_id_ts | TraceId Start End",
        "otel_logs | Timestamp TraceId SpanId TraceFlags SeverityText SeverityNumber ServiceName"
            + " Body ResourceSchemaUrl ResourceAttributes ScopeSchemaUrl ScopeName ScopeVersion"
            + " ScopeAttributes LogAttributes EventName PatternId",
        "otel_metrics_gauge | ResourceAttributes ResourceSchemaUrl ScopeName ScopeVersion"
            + " ScopeAttributes ScopeDroppedAttrCount ScopeSchemaUrl ServiceName MetricName"
            + " MetricDescription MetricUnit Attributes StartTimeUnix TimeUnix Value Flags"
            + " Exemplars.FilteredAttributes Exemplars.TimeUnix Exemplars.Value Exemplars.SpanId"
            + " Exemplars.TraceId",
        "otel_metrics_sum | ServiceName MetricName Value Flags AggregationTemporality IsMonotonic",
        "otel_metrics_histogram | Count Sum BucketCounts ExplicitBounds Flags Min Max"
            + " AggregationTemporality",
        "otel_metrics_exponential_histogram | Count Sum Scale ZeroCount PositiveOffset"
            + " PositiveBucketCounts NegativeOffset NegativeBucketCounts Flags Min Max"
            + " AggregationTemporality",
        "otel_metrics_summary | Count Sum ValueAtQuantiles.Quantile ValueAtQuantiles.Value Flags",
        "traces | trace_id start_time duration_ns root_service root_operation span_count"
            + " error_count services status incomplete_reason missing_parents late_spans"
            + " duplicate_spans revision lane critical_path culprit_service"
            + " path_self_ns_by_service over_cap_spans findings keep_reason weight start_day",
        "traces_kept | trace_id start_time duration_ns root_service root_operation span_count"
            + " error_count critical_path culprit_service findings keep_reason weight start_day",
        "otel_traces_kept | Timestamp TraceId SpanId ParentSpanId TraceState SpanName SpanKind"
            + " ServiceName ResourceAttributes ScopeName ScopeVersion SpanAttributes Duration"
            + " StatusCode StatusMessage Events.Timestamp Events.Name Events.Attributes"
            + " Links.TraceId Links.SpanId Links.TraceState Links.Attributes keep_reason weight",
        "otel_traces_all | Timestamp TraceId SpanId ParentSpanId TraceState SpanName SpanKind"
            + " ServiceName ResourceAttributes ScopeName ScopeVersion SpanAttributes Duration"
            + " StatusCode StatusMessage Events.Timestamp Events.Name Events.Attributes"
            + " Links.TraceId Links.SpanId Links.TraceState Links.Attributes",
        "trace_findings | trace_id kind service operation span_ids count saving_ns evidence"
            + " detected_at place lane trace_start start_day",
        "service_edges | window_start caller callee calls errors p50_ns p95_ns p99_ns total_ns"
            + " sketch",
        "service_red | window_start service operation kind calls errors p50_ns p95_ns p99_ns"
            + " exemplar_trace_id error_trace_id total_ns sketch",
        "service_lanes | hour service lane",
        "instances | namespace service instance_id host port version group lane city center room"
            + " tags state score weight registered_at last_seen",
        "health_events | time namespace service instance_id from_state to_state reason score",
        "config_releases | release_id namespace app item version kind target publisher published_at"
            + " status",
        "config_arrivals | release_id app instance_id received_at applied_at status error",
        "message_traces | message_id topic key tag lane producer produced_at consumer_group"
            + " consumed_at attempts outcome",
        "rate_limit_windows | window_start rule key limit admitted denied",
        "log_patterns | pattern_id service severity template first_seen last_seen events sample",
        "log_pattern_counts | window_start service severity pattern_id count",
        "error_groups | group_id service exception_type message top_frame first_seen last_seen"
            + " events status reason",
        "dead_letters | time signal topic partition offset reason payload",
        "pipeline_ledger | window_start signal stage count",
      })
  void columns_ofContractName_areThere(String table, String columns) {
    assertThat(describe(table).column("name")).containsSubsequence(columns.split(" "));
    client.query("SELECT * FROM " + table + " LIMIT 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "traces | start_time | DateTime64(9)",
        "traces | duration_ns | UInt64",
        "traces | services | Array(String)",
        "traces | critical_path | Array(Tuple(span_id String, service String, operation String,"
            + " self_ns UInt64))",
        "trace_findings | span_ids | Array(String)",
        "instances | tags | Map(LowCardinality(String), String)",
        "otel_traces | Duration | UInt64",
        "otel_logs | PatternId | String",
      })
  void types_ofContract_areAsPromised(String table, String column, String type) {
    assertThat(
            client
                .query(
                    "SELECT type FROM system.columns WHERE database = currentDatabase()"
                        + " AND table = {table:String} AND name = {column:String}",
                    Map.of("table", table, "column", column))
                .column("type"))
        .containsExactly(type);
  }

  @Test
  void tables_thatAreWritten_rememberInsertTokens() {
    List<String> forgetful =
        client
            .query(
                "SELECT name FROM system.tables WHERE database = currentDatabase()"
                    + " AND engine LIKE '%MergeTree' AND name != 'schema_migrations'"
                    + " AND engine_full NOT LIKE '%non_replicated_deduplication_window = 100000%'")
            .column("name");
    assertThat(forgetful).isEmpty();
  }

  @Test
  void exporterColumns_ofLogs_keepOursAtTheEnd() {
    assertThat(describe("otel_logs").column("name")).endsWith("PatternId", "TimestampTime");
  }

  private static QueryResult describe(String table) {
    return client.query("DESCRIBE TABLE " + table);
  }
}
