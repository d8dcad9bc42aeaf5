/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where one broker keeps its log and listens.
 *
 * @param dataDirectory the log and the generated configuration; created and formatted when new
 * @param bind address of the client listener and of the metrics; the controller stays on loopback
 * @param port client listener
 * @param metricsPort Prometheus {@code /metrics} and {@code /healthz}
 * @param controllerPort the controller's own listener
 */
public record KafkaSettings(
    Path dataDirectory, String bind, int port, int metricsPort, int controllerPort) {

  public KafkaSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    port("HELIOGRAPH_KAFKA_PORT", port);
    port("HELIOGRAPH_KAFKA_METRICS_PORT", metricsPort);
    port("HELIOGRAPH_KAFKA_CONTROLLER_PORT", controllerPort);
  }

  /** Free ports on the loopback address. */
  public static KafkaSettings onFreePorts(Path dataDirectory) {
    int[] ports = Ports.free(3);
    return new KafkaSettings(dataDirectory, "127.0.0.1", ports[0], ports[1], ports[2]);
  }

  /** Reads the {@code HELIOGRAPH_*} variables; absent ones take the documented default. */
  public static KafkaSettings fromEnvironment(Map<String, String> env) {
    String data = env.get("HELIOGRAPH_KAFKA_DATA");
    Path directory =
        data != null
            ? Path.of(data)
            : Path.of(env.getOrDefault("HELIOGRAPH_DATA", ".heliograph"), "kafka");
    return new KafkaSettings(
        directory,
        env.getOrDefault("HELIOGRAPH_BIND", "127.0.0.1"),
        number(env, "HELIOGRAPH_KAFKA_PORT", 9092),
        number(env, "HELIOGRAPH_KAFKA_METRICS_PORT", 9093),
        number(env, "HELIOGRAPH_KAFKA_CONTROLLER_PORT", 9094));
  }

  /** The inverse of {@link #fromEnvironment}, for a child process. */
  public Map<String, String> toEnvironment() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("HELIOGRAPH_KAFKA_DATA", dataDirectory.toString());
    env.put("HELIOGRAPH_BIND", bind);
    env.put("HELIOGRAPH_KAFKA_PORT", Integer.toString(port));
    env.put("HELIOGRAPH_KAFKA_METRICS_PORT", Integer.toString(metricsPort));
    env.put("HELIOGRAPH_KAFKA_CONTROLLER_PORT", Integer.toString(controllerPort));
    return env;
  }

  /** What clients on this machine connect to. */
  public String bootstrapServers() {
    return reachable() + ":" + port;
  }

  /** Address of {@code /metrics} and {@code /healthz} as this machine reaches it. */
  public String metricsUrl() {
    return "http://" + reachable() + ":" + metricsPort;
  }

  /** Kafka's own configuration: one node, every internal topic on it, sized for a 256 MiB heap. */
  Properties broker() {
    Properties broker = new Properties();
    broker.setProperty("process.roles", "broker,controller");
    broker.setProperty("node.id", "1");
    broker.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    broker.setProperty("controller.listener.names", "CONTROLLER");
    broker.setProperty(
        "listeners",
        "PLAINTEXT://" + bind + ":" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    broker.setProperty("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
    broker.setProperty("inter.broker.listener.name", "PLAINTEXT");
    broker.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    broker.setProperty("log.dirs", dataDirectory.resolve("log").toString());

    broker.setProperty("auto.create.topics.enable", "false");
    broker.setProperty("default.replication.factor", "1");
    broker.setProperty("offsets.topic.replication.factor", "1");
    broker.setProperty("offsets.topic.num.partitions", "4");
    broker.setProperty("transaction.state.log.replication.factor", "1");
    broker.setProperty("transaction.state.log.min.isr", "1");
    broker.setProperty("transaction.state.log.num.partitions", "4");
    broker.setProperty("share.coordinator.state.topic.replication.factor", "1");
    broker.setProperty("share.coordinator.state.topic.min.isr", "1");
    broker.setProperty("share.coordinator.state.topic.num.partitions", "1");
    broker.setProperty("group.initial.rebalance.delay.ms", "0");

    broker.setProperty("num.network.threads", "2");
    broker.setProperty("num.io.threads", "4");
    broker.setProperty(
        "log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20)); // default 128 MiB
    broker.setProperty("log.segment.bytes", Integer.toString(256 << 20));
    broker.setProperty("log.index.size.max.bytes", Integer.toString(2 << 20));
    broker.setProperty("offsets.topic.segment.bytes", Integer.toString(16 << 20));
    broker.setProperty("metadata.log.segment.bytes", Integer.toString(32 << 20));
    // after a kill -9 the broker waits for its own old session to lapse before it may register
    broker.setProperty("broker.session.timeout.ms", "3000");
    broker.setProperty("broker.heartbeat.interval.ms", "500");
    broker.setProperty("controlled.shutdown.enable", "true");
    return broker;
  }

  private String reachable() {
    return bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
  }

  private static void port(String name, int value) {
    if (value < 1 || value > 65_535) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but a port lies between 1 and 65535");
    }
  }

  private static int number(Map<String, String> env, String name, int absent) {
    String value = env.get(name);
    if (value == null || value.isBlank()) {
      return absent;
    }
    try {
      return Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is \"" + value + "\", not a whole number", e);
    }
  }
}
