/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the gateway runs. Read from the environment once, validated here, printed at the start.
 *
 * @param budgetBytes bytes of requests in flight at most
 * @param maxRequestBytes largest request after decompression
 * @param deliveryTimeout how long a fragment may wait for Kafka's acknowledgement
 * @param drain how long a stop waits for requests under way
 */
record Settings(
    String bind,
    String kafka,
    int grpcPort,
    int httpPort,
    int zipkinPort,
    int adminPort,
    long budgetBytes,
    int maxRequestBytes,
    Duration deliveryTimeout,
    String compression,
    Duration drain) {
  private static final int MIB = 1024 * 1024;

  /** Share of the heap that requests in flight may occupy; they may exist twice for a moment. */
  private static final int HEAP_DIVISOR = 3;

  static final String HELP =
      """
      heliograph gateway: takes telemetry in over OTLP, Zipkin and heliograph.v1 and answers once
      Kafka has acknowledged it. Settings are environment variables:

        HELIOGRAPH_BIND                          address to listen on             127.0.0.1
        HELIOGRAPH_KAFKA                         bootstrap servers                127.0.0.1:9092
        HELIOGRAPH_OTLP_GRPC_PORT                OTLP/gRPC and heliograph.v1      4317
        HELIOGRAPH_OTLP_HTTP_PORT                OTLP/HTTP                        4318
        HELIOGRAPH_ZIPKIN_PORT                   Zipkin v2 JSON                   9411
        HELIOGRAPH_GATEWAY_ADMIN_PORT            /metrics, /healthz, /readyz      4319
        HELIOGRAPH_GATEWAY_BUDGET_BYTES          requests in flight, at most      67108864
                                                 (never more than a third of the heap)
        HELIOGRAPH_GATEWAY_MAX_REQUEST_BYTES     one request, decompressed        16777216
        HELIOGRAPH_GATEWAY_DELIVERY_TIMEOUT_MS   wait for Kafka, per request      8000
        HELIOGRAPH_GATEWAY_COMPRESSION           of Kafka batches: lz4|zstd|none  lz4
        HELIOGRAPH_GATEWAY_DRAIN_MS              patience of a stop               10000
      """;

  Settings {
    check(!bind.isBlank(), "HELIOGRAPH_BIND", bind, "an address");
    check(kafka.matches("[^\\s:]+:\\d+(,[^\\s:]+:\\d+)*"), "HELIOGRAPH_KAFKA", kafka, "HOST:PORT");
    port("HELIOGRAPH_OTLP_GRPC_PORT", grpcPort);
    port("HELIOGRAPH_OTLP_HTTP_PORT", httpPort);
    port("HELIOGRAPH_ZIPKIN_PORT", zipkinPort);
    port("HELIOGRAPH_GATEWAY_ADMIN_PORT", adminPort);
    check(
        maxRequestBytes >= MIB && maxRequestBytes <= 256 * MIB,
        "HELIOGRAPH_GATEWAY_MAX_REQUEST_BYTES",
        maxRequestBytes,
        "1048576 to 268435456");
    check(budgetBytes >= MIB, "HELIOGRAPH_GATEWAY_BUDGET_BYTES", budgetBytes, "1048576 or more");
    check(
        deliveryTimeout.toMillis() >= 1_000 && deliveryTimeout.toMillis() <= 600_000,
        "HELIOGRAPH_GATEWAY_DELIVERY_TIMEOUT_MS",
        deliveryTimeout.toMillis(),
        "1000 to 600000");
    check(
        List.of("lz4", "zstd", "none").contains(compression),
        "HELIOGRAPH_GATEWAY_COMPRESSION",
        compression,
        "lz4, zstd or none");
    check(
        drain.toMillis() >= 0 && drain.toMillis() <= 600_000,
        "HELIOGRAPH_GATEWAY_DRAIN_MS",
        drain.toMillis(),
        "0 to 600000");
  }

  /**
   * Settings from environment variables, for a process with {@code heapBytes}.
   *
   * @throws IllegalArgumentException that names the variable, its value and what it may be
   */
  static Settings from(Map<String, String> environment, long heapBytes) {
    Environment env = new Environment(environment);
    return new Settings(
        env.text("HELIOGRAPH_BIND", "127.0.0.1"),
        env.text("HELIOGRAPH_KAFKA", "127.0.0.1:9092"),
        env.number("HELIOGRAPH_OTLP_GRPC_PORT", 4317),
        env.number("HELIOGRAPH_OTLP_HTTP_PORT", 4318),
        env.number("HELIOGRAPH_ZIPKIN_PORT", 9411),
        env.number("HELIOGRAPH_GATEWAY_ADMIN_PORT", 4319),
        Math.min(env.number("HELIOGRAPH_GATEWAY_BUDGET_BYTES", 64 * MIB), heapBytes / HEAP_DIVISOR),
        env.number("HELIOGRAPH_GATEWAY_MAX_REQUEST_BYTES", 16 * MIB),
        Duration.ofMillis(env.number("HELIOGRAPH_GATEWAY_DELIVERY_TIMEOUT_MS", 8_000)),
        env.text("HELIOGRAPH_GATEWAY_COMPRESSION", "lz4"),
        Duration.ofMillis(env.number("HELIOGRAPH_GATEWAY_DRAIN_MS", 10_000)));
  }

  private static void port(String name, int port) {
    check(port >= 0 && port <= 65_535, name, port, "0 (any free port) to 65535");
  }

  private static void check(boolean right, String name, Object value, String range) {
    if (!right) {
      throw new IllegalArgumentException(name + "=" + value + " must be " + range);
    }
  }

  private record Environment(Map<String, String> variables) {
    String text(String name, String otherwise) {
      String value = variables.get(name);
      return value == null || value.isBlank() ? otherwise : value.strip();
    }

    int number(String name, int otherwise) {
      String value = text(name, String.valueOf(otherwise));
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(name + "=" + value + " must be a whole number");
      }
    }
  }
}
