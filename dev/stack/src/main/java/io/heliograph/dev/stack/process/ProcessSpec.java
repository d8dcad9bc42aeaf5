/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A process as a value: all that is needed to start it, to know that it is well, and to end it.
 *
 * @param name unique, lower case
 * @param command the program and its arguments
 * @param environment added to ours
 * @param bind the address its ports are bound to
 * @param ports what it listens on; checked before it is started
 * @param metricsPort where it serves Prometheus metrics; 0 if nowhere
 * @param health how it is asked
 * @param logs where it writes, the file that explains its death last; standard output goes to the
 *     first
 * @param memoryLimitMb what its flags allow it to take, in MiB
 * @param dependsOn names of processes and steps that must be done or healthy before it starts
 * @param startTimeout how long it may take until it is healthy
 * @param stopTimeout how long it may take to end before it is killed
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    String bind,
    List<PortClaim> ports,
    int metricsPort,
    HealthCheck health,
    List<Path> logs,
    int memoryLimitMb,
    Set<String> dependsOn,
    Duration startTimeout,
    Duration stopTimeout) {

  public ProcessSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    ports = List.copyOf(ports);
    logs = List.copyOf(logs);
    dependsOn = Set.copyOf(dependsOn);
  }

  /** The file that standard output and standard error go to. */
  public Path output() {
    return logs.get(0);
  }

  /** The first port it claims; 0 if it claims none. */
  public int port() {
    return ports.isEmpty() ? 0 : ports.get(0).port();
  }

  /** Starts to describe a process. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects the settings of a process. */
  public static final class Builder {
    private final String name;
    private List<String> command;
    private Map<String, String> environment = Map.of();
    private String bind = "127.0.0.1";
    private List<PortClaim> ports = List.of();
    private int metricsPort;
    private HealthCheck health;
    private List<Path> logs;
    private int memoryLimitMb;
    private Set<String> dependsOn = Set.of();
    private Duration startTimeout = Duration.ofSeconds(120);
    private Duration stopTimeout = Duration.ofSeconds(20);

    private Builder(String name) {
      this.name = name;
    }

    public Builder command(List<String> command) {
      this.command = command;
      return this;
    }

    public Builder environment(Map<String, String> environment) {
      this.environment = environment;
      return this;
    }

    public Builder ports(String bind, PortClaim... ports) {
      this.bind = bind;
      this.ports = List.of(ports);
      return this;
    }

    public Builder metricsPort(int port) {
      this.metricsPort = port;
      return this;
    }

    public Builder health(HealthCheck health) {
      this.health = health;
      return this;
    }

    public Builder logs(Path... logs) {
      this.logs = List.of(logs);
      return this;
    }

    public Builder memoryLimitMb(int mb) {
      this.memoryLimitMb = mb;
      return this;
    }

    public Builder dependsOn(String... names) {
      this.dependsOn = Set.of(names);
      return this;
    }

    public Builder startTimeout(Duration timeout) {
      this.startTimeout = timeout;
      return this;
    }

    public Builder stopTimeout(Duration timeout) {
      this.stopTimeout = timeout;
      return this;
    }

    /**
     * @throws NullPointerException if command, health or logs are missing
     */
    public ProcessSpec build() {
      Objects.requireNonNull(command, "command");
      Objects.requireNonNull(health, "health");
      Objects.requireNonNull(logs, "logs");
      return new ProcessSpec(
          name,
          command,
          environment,
          bind,
          ports,
          metricsPort,
          health,
          logs,
          memoryLimitMb,
          dependsOn,
          startTimeout,
          stopTimeout);
    }
  }
}
