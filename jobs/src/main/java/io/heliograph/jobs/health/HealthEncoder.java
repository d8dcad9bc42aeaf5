/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** Rows of {@code instances_versions} and {@code health_events}. */
public final class HealthEncoder implements RowEncoder<HealthOutput> {
  private static final String INSTANCES = "instances_versions";
  private static final String EVENTS = "health_events";

  @Override
  public List<TableSchema> tables() {
    return List.of(
        TableSchema.of(
            INSTANCES,
            "namespace",
            "LowCardinality(String)",
            "service",
            "LowCardinality(String)",
            "instance_id",
            "String",
            "host",
            "String",
            "port",
            "UInt16",
            "version",
            "LowCardinality(String)",
            "group",
            "LowCardinality(String)",
            "lane",
            "LowCardinality(String)",
            "city",
            "LowCardinality(String)",
            "center",
            "LowCardinality(String)",
            "room",
            "LowCardinality(String)",
            "tags",
            "Map(LowCardinality(String), String)",
            "state",
            "LowCardinality(String)",
            "score",
            "UInt8",
            "weight",
            "UInt32",
            "registered_at",
            "DateTime64(3)",
            "last_seen",
            "DateTime64(3)",
            "reason",
            "String",
            "revision",
            "UInt64"),
        TableSchema.of(
            EVENTS,
            "time",
            "DateTime64(3)",
            "namespace",
            "LowCardinality(String)",
            "service",
            "LowCardinality(String)",
            "instance_id",
            "String",
            "from_state",
            "LowCardinality(String)",
            "to_state",
            "LowCardinality(String)",
            "reason",
            "String",
            "score",
            "UInt8"));
  }

  @Override
  public void encode(HealthOutput output, Blocks out) {
    if (output.outcome() != null) {
      output.outcome().write(out);
    } else if (output.instance() != null) {
      instance(output.instance(), out);
    } else if (output.protection() != null) {
      protection(output.protection(), out);
    } else {
      event(output.event(), out);
    }
  }

  private static void instance(InstanceRow row, Blocks out) {
    origin(row.lastSeenMillis(), out);
    Profile profile = row.profile();
    out.rows(INSTANCES)
        .append(
            row.id().namespace(),
            row.id().service(),
            row.id().instanceId(),
            profile.host(),
            profile.port(),
            profile.version(),
            profile.group(),
            profile.lane(),
            profile.city(),
            profile.center(),
            profile.room(),
            profile.tags(),
            row.verdict().state().name(),
            row.verdict().score(),
            profile.weight(),
            row.registeredMillis(),
            row.lastSeenMillis(),
            row.verdict().reason(),
            row.revision());
  }

  private static void event(HealthEvent event, Blocks out) {
    origin(event.timeMillis(), out);
    out.rows(EVENTS)
        .append(
            event.timeMillis(),
            event.id().namespace(),
            event.id().service(),
            event.id().instanceId(),
            event.from(),
            event.to().state().name(),
            event.to().reason(),
            event.to().score());
  }

  private static void protection(ProtectionEvent event, Blocks out) {
    out.origin(Signal.PROBES.label(), Signal.PROBES.topic(), -1, -1, event.timeMillis());
    out.rows(EVENTS)
        .append(
            event.timeMillis(),
            event.namespace(),
            event.service(),
            "",
            event.from(),
            event.to(),
            event.reason(),
            event.score());
  }

  /** A computed row stems from many records; this is where a dead letter would point. */
  private static void origin(long timeMillis, Blocks out) {
    out.origin(Signal.HEARTBEATS.label(), Signal.HEARTBEATS.topic(), -1, -1, timeMillis);
  }
}
