/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.util.ArrayList;
import java.util.List;

/**
 * How a process of the cluster is launched: {@code java <jvmFlags> -cp … <mainClass> <arguments>}.
 * The mains are Flink's own.
 *
 * @param memoryLimitMb the sum of what the JVM flags allow, in MiB: heap, metaspace, direct memory
 *     and an allowance for code and threads; and of a TaskManager what RocksDB may take
 */
public record FlinkLaunch(
    String mainClass, List<String> jvmFlags, List<String> arguments, int memoryLimitMb) {
  private static final List<String> OPENS =
      List.of("java.lang", "java.util", "java.net", "java.io", "java.nio", "java.time");
  private static final int CODE_AND_THREADS_MB = 128;

  /**
   * JVM flags that leave to the quick compiler what is called a few hundred times a second, to
   * checkpoint and to be alive: some thousand methods of a TaskManager. What every record passes
   * through reaches ten times the usual thresholds within seconds. On two cores the thorough
   * compiler took more CPU than the records did.
   */
  public static final List<String> THOROUGH_COMPILER_LATE =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000");

  public FlinkLaunch {
    jvmFlags = List.copyOf(jvmFlags);
    arguments = List.copyOf(arguments);
  }

  /** The JobManager: dispatcher, resource manager, and REST with job submission. */
  public static FlinkLaunch jobManager(FlinkSettings settings) {
    List<String> flags = new ArrayList<>();
    flags.add("-Xms48m");
    flags.add("-Xmx" + settings.jobManagerHeapMb() + "m");
    flags.add("-XX:+UseSerialGC");
    // It coordinates and never sees a record: the quick compiler is enough.
    flags.add("-XX:TieredStopAtLevel=1");
    flags.add("-XX:MaxMetaspaceSize=" + FlinkCluster.METASPACE_MB + "m");
    flags.add("-XX:MaxDirectMemorySize=" + FlinkCluster.OFF_HEAP_MB + "m");
    common(flags);
    return new FlinkLaunch(
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        flags,
        List.of(
            "--configDir",
            settings.conf().toString(),
            "-Dmetrics.reporter.prom.port=" + settings.jobManagerMetricsPort()),
        settings.jobManagerHeapMb()
            + FlinkCluster.METASPACE_MB
            + FlinkCluster.OFF_HEAP_MB
            + CODE_AND_THREADS_MB);
  }

  /**
   * A TaskManager.
   *
   * @param number from 1
   */
  public static FlinkLaunch taskManager(FlinkSettings settings, int number) {
    int direct = FlinkCluster.OFF_HEAP_MB + FlinkCluster.NETWORK_MB;
    List<String> flags = new ArrayList<>();
    flags.add("-Xms96m");
    flags.add("-Xmx" + settings.taskManagerHeapMb() + "m");
    flags.add("-XX:+UseParallelGC");
    flags.add("-XX:ParallelGCThreads=2");
    // Idle memory goes back to the machine.
    flags.add("-XX:MinHeapFreeRatio=20");
    flags.add("-XX:MaxHeapFreeRatio=40");
    flags.addAll(THOROUGH_COMPILER_LATE);
    flags.add("-XX:MaxMetaspaceSize=" + FlinkCluster.METASPACE_MB + "m");
    flags.add("-XX:MaxDirectMemorySize=" + direct + "m");
    common(flags);
    return new FlinkLaunch(
        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
        flags,
        List.of(
            "--configDir",
            settings.conf().toString(),
            // The same id after a restart: the JobManager knows at once that the old one is gone.
            "-Dtaskmanager.resource-id=" + taskManagerId(number),
            "-Dmetrics.reporter.prom.port=" + settings.taskManagerMetricsPorts().get(number - 1)),
        settings.taskManagerHeapMb()
            + FlinkCluster.METASPACE_MB
            + direct
            + settings.rocksDbMb()
            + CODE_AND_THREADS_MB);
  }

  /** The id under which a TaskManager registers. */
  public static String taskManagerId(int number) {
    return "taskmanager-" + number;
  }

  private static void common(List<String> flags) {
    flags.add("-Xss512k");
    flags.add("-XX:ReservedCodeCacheSize=96m");
    flags.add("-XX:+ExitOnOutOfMemoryError");
    for (String name : OPENS) {
      flags.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    flags.add("-Dlog4j2.configurationFile=classpath:io/heliograph/dev/flink/log4j2.xml");
  }
}
