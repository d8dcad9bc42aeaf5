/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.protocol;

/** A kind of record that Heliograph takes in, with the Kafka topic it travels on. */
public enum Signal {
  /** OTLP {@code ExportTraceServiceRequest} fragments, partitioned by trace id. */
  SPANS("spans"),
  /** OTLP {@code ExportLogsServiceRequest} fragments, partitioned by trace id, else by service. */
  LOGS("logs"),
  /** OTLP {@code ExportMetricsServiceRequest} fragments, partitioned by service. */
  METRICS("metrics"),
  /** {@code heliograph.v1.HeartbeatBatch}, partitioned by namespace, service and instance. */
  HEARTBEATS("heartbeats"),
  /** {@code heliograph.v1.ProbeResultBatch}, partitioned by namespace, service and instance. */
  PROBES("probes"),
  /** {@code heliograph.v1.ConfigEventBatch}, partitioned by release. */
  CONFIG_EVENTS("config-events"),
  /** {@code heliograph.v1.MessageEventBatch}, partitioned by message id. */
  MESSAGES("messages"),
  /** {@code heliograph.v1.RateLimitUsageBatch}, partitioned by namespace, rule and key. */
  USAGE("usage");

  private final String label;

  Signal(String label) {
    this.label = label;
  }

  /** The name in {@code pipeline_ledger.signal}, {@code dead_letters.signal} and metric labels. */
  public String label() {
    return label;
  }

  /** The Kafka topic, {@code heliograph.<label>}. */
  public String topic() {
    return Topics.PREFIX + label;
  }

  /**
   * The signal with this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Signal ofLabel(String label) {
    for (Signal signal : values()) {
      if (signal.label.equals(label)) {
        return signal;
      }
    }
    throw new IllegalArgumentException("no signal is called '" + label + "'");
  }
}
