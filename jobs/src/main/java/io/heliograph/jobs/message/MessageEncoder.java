/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** Rows of {@code message_traces_versions}. */
public final class MessageEncoder implements RowEncoder<MessageOutput> {
  private static final String TRACES = "message_traces_versions";

  @Override
  public List<TableSchema> tables() {
    return List.of(
        TableSchema.of(
            TRACES,
            "message_id",
            "String",
            "topic",
            "LowCardinality(String)",
            "key",
            "String",
            "tag",
            "LowCardinality(String)",
            "lane",
            "LowCardinality(String)",
            "producer",
            "LowCardinality(String)",
            "produced_at",
            "DateTime64(3)",
            "consumer_group",
            "LowCardinality(String)",
            "consumed_at",
            "DateTime64(3)",
            "attempts",
            "UInt32",
            "outcome",
            "LowCardinality(String)",
            "revision",
            "UInt64"));
  }

  @Override
  public void encode(MessageOutput output, Blocks out) {
    if (output.outcome() != null) {
      output.outcome().write(out);
      return;
    }
    MessageRow row = output.row();
    // a computed row stems from many records; this is where a dead letter would point
    out.origin(
        Signal.MESSAGES.label(),
        Signal.MESSAGES.topic(),
        -1,
        -1,
        Math.max(row.producedMillis(), row.consumedMillis()));
    out.rows(TRACES)
        .append(
            row.messageId(),
            row.topic(),
            row.key(),
            row.tag(),
            row.lane(),
            row.producer(),
            row.producedMillis(),
            row.group(),
            row.consumedMillis(),
            row.attempts(),
            row.outcome(),
            row.revision());
  }
}
