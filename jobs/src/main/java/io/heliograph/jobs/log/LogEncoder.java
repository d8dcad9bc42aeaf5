/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.FragmentEncoder;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.TableSchema;
import java.io.IOException;
import java.util.List;

/**
 * Log records as rows of {@code otel_logs}, filled as the OpenTelemetry Collector's ClickHouse
 * exporter fills them (RATIONALE.md names the differences).
 */
public final class LogEncoder extends FragmentEncoder {
  private transient OtlpRequest request;
  private transient LogReader log;
  private transient LogColumns columns;
  private transient int count;

  /** An encoder; {@link #open} comes before the first fragment. */
  public LogEncoder() {
    super(Signal.LOGS);
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(LogColumns.TABLE);
  }

  @Override
  public void open(Blocks out) {
    request = new OtlpRequest();
    log = new LogReader(request.wire());
    columns = new LogColumns(out.rows(LogColumns.TABLE.table()), request);
  }

  @Override
  protected int encodeItems(byte[] value) throws IOException {
    count = 0;
    request.read(
        value,
        () -> {
          log.read();
          columns.append(log);
          count++;
        });
    return count;
  }
}
