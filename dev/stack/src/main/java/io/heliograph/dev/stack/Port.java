/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.PortClaim;
import java.util.Map;

/** Every port of the stack, with the environment variable that moves it. */
public enum Port {
  OTLP_GRPC(4317, "OTLP/gRPC and heliograph.v1 ingest"),
  OTLP_HTTP(4318, "OTLP/HTTP"),
  ZIPKIN(9411, "Zipkin"),
  GATEWAY_ADMIN(4319, "gateway health and metrics"),
  REGISTRY_GRPC(7400, "registry gRPC"),
  REGISTRY_HTTP(7401, "registry HTTP"),
  KAFKA(9092, "Kafka"),
  KAFKA_METRICS(9093, "Kafka metrics"),
  KAFKA_CONTROLLER(9094, "Kafka controller"),
  CLICKHOUSE_HTTP(8123, "ClickHouse HTTP"),
  CLICKHOUSE_NATIVE(9000, "ClickHouse native"),
  CLICKHOUSE_METRICS(8124, "ClickHouse metrics"),
  FLINK(8081, "Flink REST"),
  FLINK_RPC(6123, "Flink RPC"),
  JOBMANAGER_METRICS(8082, "JobManager metrics"),
  TASKMANAGER_1_METRICS(8083, "TaskManager 1 metrics"),
  TASKMANAGER_2_METRICS(8084, "TaskManager 2 metrics");

  private final int standard;
  private final String purpose;

  Port(int standard, String purpose) {
    this.standard = standard;
    this.purpose = purpose;
  }

  /** The environment variable, {@code HELIOGRAPH_<NAME>_PORT}. */
  public String variable() {
    return "HELIOGRAPH_" + name() + "_PORT";
  }

  int standard() {
    return standard;
  }

  PortClaim claim(Map<Port, Integer> ports) {
    return new PortClaim(purpose, ports.get(this), variable());
  }
}
