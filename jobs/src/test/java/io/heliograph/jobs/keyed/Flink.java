/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobSettings;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;

/** A small cluster, and jobs on it with the settings that all jobs have. */
public final class Flink {
  private Flink() {}

  /** A cluster of two slots. */
  public static MiniClusterExtension cluster() {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());
  }

  /** The environment of a job, one subtask per operator. */
  public static StreamExecutionEnvironment environment() {
    return JobEnvironment.create(settings());
  }

  /** What it is made of, to be added to. */
  public static Configuration configuration() {
    return JobEnvironment.configuration(settings());
  }

  /** One subtask per operator, a checkpoint every 0.2 s, servers that nobody can reach. */
  public static JobSettings settings() {
    return new JobSettings(
        "127.0.0.1:1",
        "http://127.0.0.1:1",
        "test",
        "default",
        "",
        1,
        Duration.ofMillis(200),
        1_000,
        1 << 20);
  }
}
