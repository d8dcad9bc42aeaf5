/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.FragmentEncoder;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.TableSchema;
import java.io.IOException;
import java.util.List;

/**
 * Metric data points as rows of the {@code otel_metrics_*} table of their kind, filled as the
 * OpenTelemetry Collector's ClickHouse exporter fills them (RATIONALE.md names the differences).
 */
public final class MetricEncoder extends FragmentEncoder {
  private transient OtlpRequest request;
  private transient MetricReader metric;
  private transient PointTables points;

  /** An encoder; {@link #open} comes before the first fragment. */
  public MetricEncoder() {
    super(Signal.METRICS);
  }

  @Override
  public List<TableSchema> tables() {
    return PointTables.SCHEMAS;
  }

  @Override
  public void open(Blocks out) {
    request = new OtlpRequest();
    metric = new MetricReader(request.wire());
    points = new PointTables(out, request, metric);
  }

  @Override
  protected int encodeItems(byte[] value) throws IOException {
    int before = points.appended();
    request.read(
        value,
        () -> {
          metric.read();
          points.appendAll();
        });
    return points.appended() - before;
  }
}
