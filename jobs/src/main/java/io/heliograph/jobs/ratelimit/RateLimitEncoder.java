/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** Rows of {@code rate_limit_windows_versions}. */
public final class RateLimitEncoder implements RowEncoder<RateLimitOutput> {
  private static final String WINDOWS = "rate_limit_windows_versions";

  @Override
  public List<TableSchema> tables() {
    return List.of(
        TableSchema.of(
            WINDOWS,
            "window_start",
            "DateTime",
            "namespace",
            "LowCardinality(String)",
            "rule",
            "LowCardinality(String)",
            "key",
            "String",
            "limit",
            "UInt64",
            "admitted",
            "UInt64",
            "denied",
            "UInt64",
            "revision",
            "UInt64"));
  }

  @Override
  public void encode(RateLimitOutput output, Blocks out) {
    if (output.outcome() != null) {
      output.outcome().write(out);
      return;
    }
    WindowRow row = output.row();
    // a computed row stems from many records; this is where a dead letter would point
    out.origin(Signal.USAGE.label(), Signal.USAGE.topic(), -1, -1, row.windowMillis());
    out.rows(WINDOWS)
        .append(
            row.windowMillis() / 1_000,
            row.namespace(),
            row.rule(),
            row.key(),
            row.limit(),
            row.admitted(),
            row.denied(),
            row.revision());
  }
}
