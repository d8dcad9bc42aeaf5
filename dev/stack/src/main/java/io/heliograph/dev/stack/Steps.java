/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.stack.process.HealthCheck;
import io.heliograph.dev.stack.process.HttpHealth;
import io.heliograph.dev.stack.process.LogTail;
import io.heliograph.dev.stack.process.ProcessFailure;
import io.heliograph.protocol.Signal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/** What is done once at the start, beside starting processes. */
final class Steps {
  private static final Duration EXTERNAL_LIMIT = Duration.ofSeconds(15);
  private static final Duration MIGRATION_LIMIT = Duration.ofMinutes(5);

  private final StackSettings settings;
  private final KafkaQuestions kafka;
  private final Map<String, StepStatus> statuses =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /** A step. */
  @FunctionalInterface
  interface Action {
    void run() throws ProcessFailure, InterruptedException;
  }

  Steps(StackSettings settings, KafkaQuestions kafka) {
    this.settings = settings;
    this.kafka = kafka;
    for (String name : List.of(Supervisor.TOPICS, Supervisor.MIGRATIONS, Supervisor.JOBS)) {
      statuses.put(name, new StepStatus(name, StepStatus.State.WAITING, ""));
    }
  }

  CompletableFuture<Void> run(String name, Action action, Executor executor) {
    statuses.put(name, new StepStatus(name, StepStatus.State.RUNNING, ""));
    CompletableFuture<Void> done = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            action.run();
            statuses.computeIfPresent(
                name, (n, s) -> new StepStatus(n, StepStatus.State.DONE, s.detail()));
            done.complete(null);
          } catch (ProcessFailure | InterruptedException | RuntimeException e) {
            statuses.put(name, new StepStatus(name, StepStatus.State.FAILED, "" + e.getMessage()));
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  List<StepStatus> status() {
    synchronized (statuses) {
      return List.copyOf(statuses.values());
    }
  }

  void topics() throws ProcessFailure, InterruptedException {
    try {
      List<String> created = kafka.createTopics();
      kafka.forgetOffsets(JobCatalog.flinkName("health"), Signal.SPANS.topic()); // as it did once
      tell(Supervisor.TOPICS, created.isEmpty() ? "all there" : created.size() + " created");
    } catch (KafkaException e) {
      throw new ProcessFailure("the topics cannot be created: " + e.getMessage(), e);
    }
  }

  void migrations() throws ProcessFailure, InterruptedException {
    Path log = settings.logs().resolve("migrations.log");
    List<String> command =
        new JavaCommands(settings)
            .command(
                "migrations",
                "sql",
                "io.heliograph.sql.MigratorMain",
                JvmFlags.heap(16, 96).quickCompiler());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings.toProcessEnvironment());
    try {
      Process migrator = builder.start();
      if (!migrator.waitFor(MIGRATION_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        migrator.destroyForcibly();
        throw new ProcessFailure("the migrations did not end within " + MIGRATION_LIMIT);
      }
      if (migrator.exitValue() != 0) {
        throw new ProcessFailure(
            "the migrations failed (exit code %d).%n--- end of %s%n%s"
                .formatted(
                    migrator.exitValue(), log, String.join("\n", LogTail.of(log, 15)).indent(4)));
      }
    } catch (IOException e) {
      throw new ProcessFailure("the migrator cannot be started: " + e.getMessage(), e);
    }
  }

  void externalKafka() throws ProcessFailure, InterruptedException {
    await(StackProcesses.KAFKA, "HELIOGRAPH_KAFKA", settings.kafka(), kafka::problem);
  }

  void externalClickHouse() throws ProcessFailure, InterruptedException {
    URI ping = URI.create(settings.clickHouse() + "/ping");
    await(
        StackProcesses.CLICKHOUSE,
        "HELIOGRAPH_CLICKHOUSE_URL",
        settings.clickHouse(),
        new HttpHealth(ping));
  }

  void externalFlink() throws ProcessFailure, InterruptedException {
    FlinkRest rest = new FlinkRest(settings.flink());
    await(
        StackProcesses.JOB_MANAGER,
        "HELIOGRAPH_FLINK",
        settings.flink(),
        () -> {
          try {
            return rest.overview().slots() > 0
                ? Optional.empty()
                : Optional.of("it has no TaskManagers");
          } catch (IOException e) {
            return Optional.of(e.getMessage());
          }
        });
  }

  private void await(String name, String variable, String value, HealthCheck check)
      throws ProcessFailure, InterruptedException {
    long deadline = System.nanoTime() + EXTERNAL_LIMIT.toNanos();
    Optional<String> problem = check.problem();
    while (problem.isPresent() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
      problem = check.problem();
    }
    if (problem.isPresent()) {
      throw new ProcessFailure(
          "%s=%s is set, but is not usable: %s. Start that server, or unset %s to have one started."
              .formatted(variable, value, problem.get(), variable));
    }
    tell(name, "given: " + value);
  }

  private void tell(String name, String detail) {
    statuses.computeIfPresent(name, (n, s) -> new StepStatus(n, s.state(), detail));
  }
}
