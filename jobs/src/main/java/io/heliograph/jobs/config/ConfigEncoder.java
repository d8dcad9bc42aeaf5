/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** Rows of {@code config_releases_versions} and {@code config_arrivals_versions}. */
public final class ConfigEncoder implements RowEncoder<ConfigOutput> {
  private static final String RELEASES = "config_releases_versions";
  private static final String ARRIVALS = "config_arrivals_versions";

  @Override
  public List<TableSchema> tables() {
    return List.of(
        TableSchema.of(
            RELEASES,
            "release_id",
            "String",
            "namespace",
            "LowCardinality(String)",
            "app",
            "LowCardinality(String)",
            "item",
            "String",
            "version",
            "UInt64",
            "kind",
            "LowCardinality(String)",
            "target",
            "String",
            "publisher",
            "String",
            "published_at",
            "DateTime64(3)",
            "status",
            "LowCardinality(String)",
            "revision",
            "UInt64"),
        TableSchema.of(
            ARRIVALS,
            "release_id",
            "String",
            "app",
            "LowCardinality(String)",
            "instance_id",
            "String",
            "received_at",
            "DateTime64(3)",
            "applied_at",
            "DateTime64(3)",
            "status",
            "LowCardinality(String)",
            "error",
            "String",
            "revision",
            "UInt64"));
  }

  @Override
  public void encode(ConfigOutput output, Blocks out) {
    if (output.outcome() != null) {
      output.outcome().write(out);
    } else if (output.release() != null) {
      release(output.release(), out);
    } else {
      arrival(output.arrival(), out);
    }
  }

  private static void release(ReleaseState release, Blocks out) {
    origin(release.touchedMillis(), out);
    out.rows(RELEASES)
        .append(
            release.releaseId(),
            release.namespace(),
            release.app(),
            release.item(),
            release.version(),
            release.kind(),
            release.target(),
            release.publisher(),
            release.publishedMillis(),
            release.status(),
            release.revision());
  }

  private static void arrival(ArrivalState arrival, Blocks out) {
    origin(arrival.touchedMillis(), out);
    out.rows(ARRIVALS)
        .append(
            arrival.releaseId(),
            arrival.app(),
            arrival.instanceId(),
            arrival.receivedBy(),
            arrival.appliedMillis(),
            arrival.status(),
            arrival.error(),
            arrival.revision());
  }

  /** A computed row stems from many records; this is where a dead letter would point. */
  private static void origin(long timeMillis, Blocks out) {
    out.origin(Signal.CONFIG_EVENTS.label(), Signal.CONFIG_EVENTS.topic(), -1, -1, timeMillis);
  }
}
