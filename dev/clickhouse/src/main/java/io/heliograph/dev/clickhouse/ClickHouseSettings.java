/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where one server keeps its data, listens, and how much memory it may take.
 *
 * @param dataDirectory tables, and the generated configuration; created when absent
 * @param bind address of every listener
 * @param httpPort HTTP interface
 * @param nativePort native protocol
 * @param metricsPort Prometheus {@code /metrics} and {@code /healthz}
 * @param memoryBytes what the server may allocate in total, at least 512 MiB; a query gets half of
 *     it
 */
public record ClickHouseSettings(
    Path dataDirectory,
    String bind,
    int httpPort,
    int nativePort,
    int metricsPort,
    long memoryBytes) {
  /** Default of {@link #memoryBytes}: 2.5 GiB, such that the process stays under 3 GB resident. */
  public static final long DEFAULT_MEMORY_BYTES = 2560L << 20;

  private static final long LEAST_MEMORY_BYTES = 512L << 20;

  public ClickHouseSettings {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    port("HELIOGRAPH_CLICKHOUSE_HTTP_PORT", httpPort);
    port("HELIOGRAPH_CLICKHOUSE_NATIVE_PORT", nativePort);
    port("HELIOGRAPH_CLICKHOUSE_METRICS_PORT", metricsPort);
    if (memoryBytes < LEAST_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "HELIOGRAPH_CLICKHOUSE_MEMORY_BYTES is "
              + memoryBytes
              + ", but ClickHouse needs at least "
              + LEAST_MEMORY_BYTES);
    }
  }

  /** Free ports on the loopback address. */
  public static ClickHouseSettings onFreePorts(Path dataDirectory) {
    int[] ports = Ports.free(3);
    return new ClickHouseSettings(
        dataDirectory, "127.0.0.1", ports[0], ports[1], ports[2], DEFAULT_MEMORY_BYTES);
  }

  /** Reads the {@code HELIOGRAPH_*} variables; absent ones take the documented default. */
  public static ClickHouseSettings fromEnvironment(Map<String, String> env) {
    String data = env.get("HELIOGRAPH_CLICKHOUSE_DATA");
    Path directory =
        data != null
            ? Path.of(data)
            : Path.of(env.getOrDefault("HELIOGRAPH_DATA", ".heliograph"), "clickhouse");
    return new ClickHouseSettings(
        directory,
        env.getOrDefault("HELIOGRAPH_BIND", "127.0.0.1"),
        (int) number(env, "HELIOGRAPH_CLICKHOUSE_HTTP_PORT", 8123),
        (int) number(env, "HELIOGRAPH_CLICKHOUSE_NATIVE_PORT", 9000),
        (int) number(env, "HELIOGRAPH_CLICKHOUSE_METRICS_PORT", 8124),
        number(env, "HELIOGRAPH_CLICKHOUSE_MEMORY_BYTES", DEFAULT_MEMORY_BYTES));
  }

  /** The inverse of {@link #fromEnvironment}, for a child process. */
  public Map<String, String> toEnvironment() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("HELIOGRAPH_CLICKHOUSE_DATA", dataDirectory.toString());
    env.put("HELIOGRAPH_BIND", bind);
    env.put("HELIOGRAPH_CLICKHOUSE_HTTP_PORT", Integer.toString(httpPort));
    env.put("HELIOGRAPH_CLICKHOUSE_NATIVE_PORT", Integer.toString(nativePort));
    env.put("HELIOGRAPH_CLICKHOUSE_METRICS_PORT", Integer.toString(metricsPort));
    env.put("HELIOGRAPH_CLICKHOUSE_MEMORY_BYTES", Long.toString(memoryBytes));
    return env;
  }

  /** Address of the HTTP interface as this machine reaches it. */
  public String url() {
    return "http://" + reachable() + ":" + httpPort;
  }

  /** Address of {@code /metrics} and {@code /healthz} as this machine reaches it. */
  public String metricsUrl() {
    return "http://" + reachable() + ":" + metricsPort;
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

  private static long number(Map<String, String> env, String name, long absent) {
    String value = env.get(name);
    if (value == null || value.isBlank()) {
      return absent;
    }
    try {
      return Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is \"" + value + "\", not a whole number", e);
    }
  }
}
