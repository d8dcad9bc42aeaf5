/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The configuration of a session cluster. Jobs inherit from it how they keep state, checkpoint and
 * restart; the checkpoint interval is theirs.
 */
public final class FlinkCluster {
  static final int FRAMEWORK_HEAP_MB = 64;
  static final int NETWORK_MB = 64;
  static final int OFF_HEAP_MB = 96;
  static final int METASPACE_MB = 224;
  static final int OVERHEAD_MB = 128;

  private FlinkCluster() {}

  /**
   * Writes the configuration and clears what an earlier life of the cluster left in its temporary
   * directory. Call it while no process of the cluster is running.
   */
  public static void prepare(FlinkSettings settings) throws IOException {
    Directories.delete(settings.temporary());
    Files.createDirectories(settings.temporary());
    Files.createDirectories(settings.checkpoints());
    Files.createDirectories(settings.savepoints());
    Files.createDirectories(settings.conf());
    Files.writeString(settings.conf().resolve("config.yaml"), yaml(configuration(settings)));
  }

  static String yaml(Map<String, String> configuration) {
    return configuration.entrySet().stream()
        .map(e -> e.getKey() + ": '" + e.getValue().replace("'", "''") + "'\n")
        .collect(Collectors.joining());
  }

  static Map<String, String> configuration(FlinkSettings settings) {
    Map<String, String> c = new TreeMap<>();
    addresses(settings, c);
    memory(settings, c);
    recovery(settings, c);

    // Eight jobs, one copy of Kafka's, protobuf's and the compressors' classes.
    c.put("classloader.resolve-order", "parent-first");
    // Kafka's threads may outlive a cancelled task by a moment; that is not worth a failure.
    c.put("classloader.check-leaked-classloader", "false");

    c.put("metrics.reporters", "prom");
    // Named, not linked: the supervisor describes the cluster without Flink on its class path.
    c.put(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.BoundPrometheusReporterFactory");
    c.put("metrics.reporter.prom.host", settings.bind());
    return c;
  }

  private static void addresses(FlinkSettings settings, Map<String, String> c) {
    String tmp = settings.temporary().toString();
    c.put("jobmanager.rpc.address", settings.bind());
    c.put("jobmanager.bind-host", settings.bind());
    c.put("jobmanager.rpc.port", Integer.toString(settings.rpcPort()));
    c.put("taskmanager.host", settings.bind());
    c.put("taskmanager.bind-host", settings.bind());
    c.put("rest.address", settings.bind());
    c.put("rest.bind-address", settings.bind());
    c.put("rest.port", Integer.toString(settings.restPort()));
    c.put("rest.bind-port", Integer.toString(settings.restPort()));
    c.put("web.upload.dir", tmp);
    c.put("blob.storage.directory", tmp);
    c.put("io.tmp.dirs", tmp);
  }

  private static void memory(FlinkSettings settings, Map<String, String> c) {
    // Every size is named: nothing is derived from the size of the machine.
    c.put("jobmanager.memory.heap.size", mb(settings.jobManagerHeapMb()));
    c.put("jobmanager.memory.off-heap.size", mb(OFF_HEAP_MB));
    c.put("jobmanager.memory.jvm-metaspace.size", mb(METASPACE_MB));
    c.put("jobmanager.memory.jvm-overhead.min", mb(OVERHEAD_MB));
    c.put("jobmanager.memory.jvm-overhead.max", mb(OVERHEAD_MB));
    c.put("taskmanager.cpu.cores", "2.0");
    c.put("taskmanager.memory.framework.heap.size", mb(FRAMEWORK_HEAP_MB));
    c.put(
        "taskmanager.memory.task.heap.size", mb(settings.taskManagerHeapMb() - FRAMEWORK_HEAP_MB));
    c.put("taskmanager.memory.framework.off-heap.size", mb(OFF_HEAP_MB / 2));
    c.put("taskmanager.memory.task.off-heap.size", mb(OFF_HEAP_MB / 2 + settings.rocksDbMb()));
    c.put("taskmanager.memory.network.min", mb(NETWORK_MB));
    c.put("taskmanager.memory.network.max", mb(NETWORK_MB));
    // Flink would divide managed memory among all slots, and most jobs keep their state on the
    // heap: those that ask for RocksDB share one pool instead.
    c.put("taskmanager.memory.managed.size", mb(0));
    c.put("taskmanager.memory.jvm-metaspace.size", mb(METASPACE_MB));
    c.put("taskmanager.memory.jvm-overhead.min", mb(OVERHEAD_MB));
    c.put("taskmanager.memory.jvm-overhead.max", mb(OVERHEAD_MB));
    c.put("taskmanager.numberOfTaskSlots", Integer.toString(settings.slots()));
    c.put("taskmanager.load-balance.mode", "SLOTS");
    c.put("taskmanager.network.netty.server.numThreads", "2");
    c.put("taskmanager.network.netty.client.numThreads", "2");
    c.put("taskmanager.jvm-exit-on-oom", "true");
  }

  private static void recovery(FlinkSettings settings, Map<String, String> c) {
    // A job with more state than heap asks for rocksdb itself.
    c.put("state.backend.type", "hashmap");
    c.put("state.backend.rocksdb.memory.managed", "false");
    c.put("state.backend.rocksdb.memory.fixed-per-tm", mb(settings.rocksDbMb()));
    c.put("execution.checkpointing.incremental", "true");
    c.put("execution.checkpointing.dir", settings.checkpoints().toUri().toString());
    c.put("execution.checkpointing.savepoint-dir", settings.savepoints().toUri().toString());
    c.put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    c.put("execution.checkpointing.num-retained", "3");
    // While ClickHouse is away checkpoints wait; that must not become a restart.
    c.put("execution.checkpointing.timeout", "10 min");
    c.put("execution.checkpointing.tolerable-failed-checkpoints", "1000");
    c.put("restart-strategy.type", "exponential-delay");
    c.put("restart-strategy.exponential-delay.initial-backoff", "500 ms");
    c.put("restart-strategy.exponential-delay.max-backoff", "5 s");
    c.put("restart-strategy.exponential-delay.backoff-multiplier", "1.5");
    c.put("restart-strategy.exponential-delay.reset-backoff-threshold", "1 min");
    c.put("heartbeat.interval", "2 s");
    // A process that died is noticed by its closed connection, within two heartbeats. The timeout
    // is for one that hangs; on a small machine under load even a healthy one is silent for a
    // while.
    c.put("heartbeat.timeout", "30 s");
    c.put("pekko.ask.timeout", "30 s");
    c.put("heartbeat.rpc-failure-threshold", "2");
    c.put("slot.request.timeout", "1 min");
    // A TaskManager that is up before its JobManager asks again soon.
    c.put("cluster.registration.error-delay", "500 ms");
    c.put("cluster.registration.refused-registration-delay", "1 s");
    c.put("cluster.registration.max-timeout", "2 s");
    c.put("task.cancellation.interval", "2 s");
    c.put("task.cancellation.timeout", "1 min");
  }

  private static String mb(int size) {
    return size + " mb";
  }
}
