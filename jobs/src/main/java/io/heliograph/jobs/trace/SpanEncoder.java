/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.FragmentEncoder;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.SpanReader;
import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.TableSchema;
import java.io.IOException;
import java.util.List;

/**
 * Spans as rows of {@code otel_traces}, filled as the OpenTelemetry Collector's ClickHouse exporter
 * fills them (RATIONALE.md names the differences).
 */
public final class SpanEncoder extends FragmentEncoder {
  private transient OtlpRequest request;
  private transient SpanReader span;
  private transient SpanColumns columns;
  private transient int count;

  /** An encoder; {@link #open} comes before the first fragment. */
  public SpanEncoder() {
    super(Signal.SPANS);
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(SpanColumns.TABLE);
  }

  @Override
  public void open(Blocks out) {
    request = new OtlpRequest();
    span = new SpanReader(request.wire());
    columns = new SpanColumns(out.rows(SpanColumns.TABLE.table()), request);
  }

  @Override
  protected int encodeItems(byte[] value) throws IOException {
    count = 0;
    request.read(
        value,
        () -> {
          span.read();
          columns.append(span);
          count++;
        });
    return count;
  }
}
