/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a session cluster needs to know.
 *
 * @param directory holds configuration, checkpoints, savepoints and temporary files
 * @param bind the address every port is bound to
 * @param restPort REST of the JobManager
 * @param rpcPort RPC of the JobManager; TaskManagers find it here, also after it was restarted
 * @param jobManagerMetricsPort Prometheus metrics of the JobManager
 * @param taskManagerMetricsPorts Prometheus metrics of each TaskManager; as many TaskManagers are
 *     described as there are ports
 * @param slots slots of each TaskManager; enough for every job makes a lost TaskManager an affair
 *     of seconds, since the other one takes its tasks at once
 * @param jobManagerHeapMb heap of the JobManager in MiB
 * @param taskManagerHeapMb heap of each TaskManager in MiB
 * @param rocksDbMb memory that all RocksDB instances of a TaskManager share, in MiB: block cache,
 *     indexes and memtables, outside of the heap
 */
public record FlinkSettings(
    Path directory,
    String bind,
    int restPort,
    int rpcPort,
    int jobManagerMetricsPort,
    List<Integer> taskManagerMetricsPorts,
    int slots,
    int jobManagerHeapMb,
    int taskManagerHeapMb,
    int rocksDbMb) {

  /** Slots of each TaskManager by default: eight jobs of parallelism 2 fit into one. */
  public static final int DEFAULT_SLOTS = 16;

  /** Heap of the JobManager by default, in MiB. */
  public static final int DEFAULT_JOB_MANAGER_HEAP_MB = 192;

  /** Heap of a TaskManager by default, in MiB. */
  public static final int DEFAULT_TASK_MANAGER_HEAP_MB = 1_024;

  /** Memory of all RocksDB instances of a TaskManager by default, in MiB. */
  public static final int DEFAULT_ROCKS_DB_MB = 128;

  public FlinkSettings {
    Objects.requireNonNull(bind, "bind");
    directory = directory.toAbsolutePath().normalize();
    taskManagerMetricsPorts = List.copyOf(taskManagerMetricsPorts);
    atLeast("slots", slots, 1);
    atLeast("jobManagerHeapMb", jobManagerHeapMb, 96);
    atLeast("taskManagerHeapMb", taskManagerHeapMb, 160);
    atLeast("rocksDbMb", rocksDbMb, 32);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be at least " + least);
    }
  }

  /** Where jobs keep their checkpoints: {@code <job id>/chk-<n>/_metadata}. */
  public Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  /** Where jobs that are stopped leave their savepoints. */
  public Path savepoints() {
    return directory.resolve("savepoints");
  }

  /** Where the configuration is written. */
  public Path conf() {
    return directory.resolve("conf");
  }

  /** What only lives as long as the processes do. */
  public Path temporary() {
    return directory.resolve("tmp");
  }
}
