/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.query.ClickHouseHttp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the stack is set up; everything by environment variables.
 *
 * @param home the checkout whose modules are run
 * @param data where all state lives
 * @param bind the address every port is bound to
 * @param externalKafka bootstrap servers to use instead of a broker of our own
 * @param externalClickHouse URL to use instead of a server of our own
 * @param externalFlink REST address of a session cluster to use instead of our own
 * @param parallelism of the jobs of spans, logs and metrics; the others have half of it
 * @param jobOptions more options by job, upper case: {@code HELIOGRAPH_TRACE_OPTIONS}
 * @param extraFlags more JVM flags by process, upper case: {@code HELIOGRAPH_GATEWAY_FLAGS}
 */
public record StackSettings(
    Path home,
    Path data,
    String bind,
    Map<Port, Integer> ports,
    Optional<String> externalKafka,
    Optional<String> externalClickHouse,
    Optional<String> externalFlink,
    String database,
    String user,
    String password,
    int parallelism,
    int checkpointIntervalMillis,
    int taskManagerHeapMb,
    int rocksDbMb,
    Map<String, String> jobOptions,
    Map<String, String> extraFlags) {

  private static final Pattern OPTIONS = Pattern.compile("HELIOGRAPH_([A-Z]+)_OPTIONS");
  private static final Pattern FLAGS = Pattern.compile("HELIOGRAPH_([A-Z0-9_]+)_FLAGS");

  public StackSettings {
    home = home.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    ports = Map.copyOf(ports);
    jobOptions = Map.copyOf(jobOptions);
    extraFlags = Map.copyOf(extraFlags);
  }

  /**
   * Reads the variables; {@code HELIOGRAPH_HOME} is set by {@code ./heliograph}.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is allowed
   */
  public static StackSettings from(Map<String, String> env) {
    Path home = text(env, "HELIOGRAPH_HOME").map(Path::of).orElseGet(StackSettings::findHome);
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      ports.put(port, number(env, port.variable(), port.standard(), 1, 65_535));
    }
    requireDistinct(ports);
    return new StackSettings(
        home,
        text(env, "HELIOGRAPH_DATA").map(Path::of).orElse(home.resolve(".heliograph")),
        text(env, "HELIOGRAPH_BIND").orElse("127.0.0.1"),
        ports,
        text(env, "HELIOGRAPH_KAFKA"),
        text(env, "HELIOGRAPH_CLICKHOUSE_URL"),
        text(env, "HELIOGRAPH_FLINK"),
        text(env, "HELIOGRAPH_CLICKHOUSE_DATABASE").orElse("heliograph"),
        text(env, "HELIOGRAPH_CLICKHOUSE_USER").orElse("default"),
        env.getOrDefault("HELIOGRAPH_CLICKHOUSE_PASSWORD", ""),
        number(env, "HELIOGRAPH_PARALLELISM", 2, 1, 128),
        number(env, "HELIOGRAPH_CHECKPOINT_INTERVAL_MS", 1_500, 100, 600_000),
        number(env, "HELIOGRAPH_TASKMANAGER_HEAP_MB", 1_024, 160, 65_536),
        number(env, "HELIOGRAPH_ROCKSDB_MB", 128, 32, 65_536),
        matching(OPTIONS, env),
        matching(FLAGS, env));
  }

  /** A port of our own. */
  public int port(Port port) {
    return ports.get(port);
  }

  /** The address at which this machine reaches our own ports. */
  public String host() {
    return bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
  }

  /** Kafka's bootstrap servers, ours or given. */
  public String kafka() {
    return externalKafka.orElse(host() + ":" + port(Port.KAFKA));
  }

  /** ClickHouse's URL, ours or given. */
  public String clickHouse() {
    return externalClickHouse.orElse("http://" + host() + ":" + port(Port.CLICKHOUSE_HTTP));
  }

  /** ClickHouse as the commands ask it. */
  ClickHouseHttp clickHouseHttp() {
    return new ClickHouseHttp(clickHouse(), database, user, password);
  }

  /** Flink's REST address, ours or given. */
  public String flink() {
    return externalFlink.orElse(host() + ":" + port(Port.FLINK));
  }

  /** Where processes log. */
  public Path logs() {
    return data.resolve("logs");
  }

  /** The variables that {@link #from} reads these settings from. */
  public Map<String, String> toEnvironment() {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("HELIOGRAPH_HOME", home.toString());
    env.put("HELIOGRAPH_DATA", data.toString());
    env.put("HELIOGRAPH_BIND", bind);
    ports.forEach((port, number) -> env.put(port.variable(), number.toString()));
    externalKafka.ifPresent(value -> env.put("HELIOGRAPH_KAFKA", value));
    externalClickHouse.ifPresent(value -> env.put("HELIOGRAPH_CLICKHOUSE_URL", value));
    externalFlink.ifPresent(value -> env.put("HELIOGRAPH_FLINK", value));
    env.put("HELIOGRAPH_CLICKHOUSE_DATABASE", database);
    env.put("HELIOGRAPH_CLICKHOUSE_USER", user);
    env.put("HELIOGRAPH_CLICKHOUSE_PASSWORD", password);
    env.put("HELIOGRAPH_PARALLELISM", Integer.toString(parallelism));
    env.put("HELIOGRAPH_CHECKPOINT_INTERVAL_MS", Integer.toString(checkpointIntervalMillis));
    env.put("HELIOGRAPH_TASKMANAGER_HEAP_MB", Integer.toString(taskManagerHeapMb));
    env.put("HELIOGRAPH_ROCKSDB_MB", Integer.toString(rocksDbMb));
    jobOptions.forEach((job, options) -> env.put("HELIOGRAPH_" + job + "_OPTIONS", options));
    extraFlags.forEach((process, flags) -> env.put("HELIOGRAPH_" + process + "_FLAGS", flags));
    return env;
  }

  /** What a process of the stack finds in its environment: all addresses resolved. */
  Map<String, String> toProcessEnvironment() {
    Map<String, String> env = toEnvironment();
    env.put("HELIOGRAPH_KAFKA", kafka());
    env.put("HELIOGRAPH_CLICKHOUSE_URL", clickHouse());
    env.put("HELIOGRAPH_FLINK", flink());
    env.put("HELIOGRAPH_REGISTRY_KAFKA", kafka());
    env.put("HELIOGRAPH_REGISTRY_SNAPSHOT", data.resolve("registry/snapshot.jsonl").toString());
    return env;
  }

  private static void requireDistinct(Map<Port, Integer> ports) {
    Map<Integer, Port> taken = new LinkedHashMap<>();
    ports.forEach(
        (port, number) -> {
          Port other = taken.put(number, port);
          if (other != null) {
            throw new IllegalArgumentException(
                "%s and %s are both %d; each needs a port of its own"
                    .formatted(other.variable(), port.variable(), number));
          }
        });
  }

  private static Map<String, String> matching(Pattern variable, Map<String, String> env) {
    Map<String, String> found = new LinkedHashMap<>();
    env.forEach(
        (name, value) -> {
          Matcher matcher = variable.matcher(name);
          if (matcher.matches()) {
            found.put(matcher.group(1), value);
          }
        });
    return found;
  }

  private static Path findHome() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.isRegularFile(directory.resolve("heliograph"))
          && Files.isDirectory(directory.resolve("dev/stack"))) {
        return directory;
      }
    }
    throw new IllegalArgumentException(
        "HELIOGRAPH_HOME is not set, and " + start + " is not inside a checkout of Heliograph");
  }

  private static Optional<String> text(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static int number(Map<String, String> env, String name, int absent, int least, int most) {
    Optional<String> value = text(env, name);
    if (value.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "%s is '%s', but must be a whole number from %d to %d"
            .formatted(name, value.get(), least, most));
  }
}
