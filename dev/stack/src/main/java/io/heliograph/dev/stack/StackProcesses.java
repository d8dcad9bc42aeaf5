/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkCluster;
import io.heliograph.dev.flink.FlinkLaunch;
import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.flink.FlinkSettings;
import io.heliograph.dev.stack.process.HealthCheck;
import io.heliograph.dev.stack.process.HttpHealth;
import io.heliograph.dev.stack.process.ProcessFailure;
import io.heliograph.dev.stack.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which processes the stack consists of, in the order in which they are listed and started. */
final class StackProcesses {
  static final String KAFKA = "kafka";
  static final String CLICKHOUSE = "clickhouse";
  static final String JOB_MANAGER = "jobmanager";
  static final List<String> TASK_MANAGERS =
      List.of(FlinkLaunch.taskManagerId(1), FlinkLaunch.taskManagerId(2));
  static final String REGISTRY = "registry";
  static final String GATEWAY = "gateway";

  /**
   * The order in which they end, so that nothing that was accepted is lost; groups end together.
   */
  static final List<List<String>> STOP_ORDER =
      List.of(
          List.of(GATEWAY, REGISTRY),
          List.of(TASK_MANAGERS.get(0), TASK_MANAGERS.get(1), JOB_MANAGER),
          List.of(KAFKA, CLICKHOUSE));

  private final StackSettings settings;
  private final JavaCommands java;
  private final KafkaQuestions kafka;

  StackProcesses(StackSettings settings, KafkaQuestions kafka) {
    this.settings = settings;
    this.java = new JavaCommands(settings);
    this.kafka = kafka;
  }

  /** All of them but those that are given. */
  List<ProcessSpec> all() throws ProcessFailure, IOException {
    List<ProcessSpec> specs = new ArrayList<>();
    if (settings.externalKafka().isEmpty()) {
      specs.add(kafka());
    }
    if (settings.externalClickHouse().isEmpty()) {
      specs.add(clickHouse());
    }
    if (settings.externalFlink().isEmpty()) {
      specs.addAll(flink());
    }
    specs.add(registry());
    specs.add(gateway());
    return specs;
  }

  static FlinkSettings flinkSettings(StackSettings settings) {
    return new FlinkSettings(
        settings.data().resolve("flink"),
        settings.bind(),
        settings.port(Port.FLINK),
        settings.port(Port.FLINK_RPC),
        settings.port(Port.JOBMANAGER_METRICS),
        List.of(
            settings.port(Port.TASKMANAGER_1_METRICS), settings.port(Port.TASKMANAGER_2_METRICS)),
        FlinkSettings.DEFAULT_SLOTS,
        FlinkSettings.DEFAULT_JOB_MANAGER_HEAP_MB,
        settings.taskManagerHeapMb(),
        settings.rocksDbMb());
  }

  private ProcessSpec kafka() throws ProcessFailure {
    return spec(KAFKA)
        .command(
            java.command(
                KAFKA,
                "dev/kafka",
                "io.heliograph.dev.kafka.KafkaServerMain",
                JvmFlags.heap(96, 256).direct(64).quickCompiler()))
        .memoryLimitMb(500)
        .ports(
            settings.bind(),
            Port.KAFKA.claim(settings.ports()),
            Port.KAFKA_METRICS.claim(settings.ports()),
            Port.KAFKA_CONTROLLER.claim(settings.ports()))
        .metricsPort(settings.port(Port.KAFKA_METRICS))
        .health(kafka::problem)
        .stopTimeout(Duration.ofSeconds(30))
        .build();
  }

  private ProcessSpec clickHouse() throws ProcessFailure {
    return spec(CLICKHOUSE)
        .command(
            java.command(
                CLICKHOUSE,
                "dev/clickhouse",
                "io.heliograph.dev.clickhouse.ClickHouseServerMain",
                JvmFlags.heap(16, 64).quickCompiler()))
        .memoryLimitMb(3_000)
        .ports(
            settings.bind(),
            Port.CLICKHOUSE_HTTP.claim(settings.ports()),
            Port.CLICKHOUSE_NATIVE.claim(settings.ports()),
            Port.CLICKHOUSE_METRICS.claim(settings.ports()))
        .metricsPort(settings.port(Port.CLICKHOUSE_METRICS))
        .health(HttpHealth.at(settings.host(), settings.port(Port.CLICKHOUSE_HTTP), "/ping"))
        // The engine is fetched once per machine.
        .startTimeout(Duration.ofMinutes(10))
        .stopTimeout(Duration.ofSeconds(45))
        .build();
  }

  private List<ProcessSpec> flink() throws ProcessFailure, IOException {
    FlinkSettings flink = flinkSettings(settings);
    FlinkCluster.prepare(flink);
    FlinkRest rest = new FlinkRest(settings.flink());
    List<ProcessSpec> specs = new ArrayList<>();
    FlinkLaunch jobManager = FlinkLaunch.jobManager(flink);
    specs.add(
        spec(JOB_MANAGER)
            .command(java.command(JOB_MANAGER, jobManager))
            .memoryLimitMb(jobManager.memoryLimitMb())
            .ports(
                settings.bind(),
                Port.FLINK.claim(settings.ports()),
                Port.FLINK_RPC.claim(settings.ports()),
                Port.JOBMANAGER_METRICS.claim(settings.ports()))
            .metricsPort(settings.port(Port.JOBMANAGER_METRICS))
            .health(HttpHealth.at(settings.host(), settings.port(Port.FLINK), "/overview"))
            .logs(output(JOB_MANAGER), log(JOB_MANAGER))
            .build());
    List<Port> metrics = List.of(Port.TASKMANAGER_1_METRICS, Port.TASKMANAGER_2_METRICS);
    for (int i = 0; i < metrics.size(); i++) {
      FlinkLaunch taskManager = FlinkLaunch.taskManager(flink, i + 1);
      String name = TASK_MANAGERS.get(i);
      specs.add(
          spec(name)
              .command(java.command(name, taskManager))
              .memoryLimitMb(taskManager.memoryLimitMb())
              .ports(settings.bind(), metrics.get(i).claim(settings.ports()))
              .metricsPort(settings.port(metrics.get(i)))
              .health(registered(rest, name))
              .logs(output(name), log(name))
              .build());
    }
    return specs;
  }

  private ProcessSpec registry() throws ProcessFailure {
    return spec(REGISTRY)
        .command(
            java.command(
                REGISTRY,
                "registry-service",
                "io.heliograph.registry.RegistryMain",
                JvmFlags.heap(16, 128).direct(32).quickCompiler()))
        .memoryLimitMb(290)
        .ports(
            settings.bind(),
            Port.REGISTRY_HTTP.claim(settings.ports()),
            Port.REGISTRY_GRPC.claim(settings.ports()))
        .metricsPort(settings.port(Port.REGISTRY_HTTP))
        .health(HttpHealth.at(settings.host(), settings.port(Port.REGISTRY_HTTP), "/readyz"))
        .dependsOn(Supervisor.TOPICS)
        .build();
  }

  private ProcessSpec gateway() throws ProcessFailure {
    return spec(GATEWAY)
        .command(
            java.command(
                GATEWAY,
                "ingestion/gateway",
                "io.heliograph.gateway.GatewayMain",
                JvmFlags.heap(64, 256).direct(192).throughput()))
        .memoryLimitMb(600)
        .ports(
            settings.bind(),
            Port.OTLP_GRPC.claim(settings.ports()),
            Port.OTLP_HTTP.claim(settings.ports()),
            Port.ZIPKIN.claim(settings.ports()),
            Port.GATEWAY_ADMIN.claim(settings.ports()))
        .metricsPort(settings.port(Port.GATEWAY_ADMIN))
        .health(HttpHealth.at(settings.host(), settings.port(Port.GATEWAY_ADMIN), "/readyz"))
        .dependsOn(Supervisor.TOPICS)
        .stopTimeout(Duration.ofSeconds(40))
        .build();
  }

  private ProcessSpec.Builder spec(String name) {
    return ProcessSpec.named(name).environment(settings.toProcessEnvironment()).logs(log(name));
  }

  /** A TaskManager is of use once the JobManager knows it. */
  private static HealthCheck registered(FlinkRest rest, String id) {
    return () -> {
      try {
        return rest.taskManagers().contains(id)
            ? Optional.empty()
            : Optional.of("not registered at the JobManager yet");
      } catch (IOException e) {
        return Optional.of("the JobManager cannot be asked: " + e.getMessage());
      }
    };
  }

  private Path log(String name) {
    return settings.logs().resolve(name + ".log");
  }

  private Path output(String name) {
    return settings.logs().resolve(name + ".out");
  }
}
