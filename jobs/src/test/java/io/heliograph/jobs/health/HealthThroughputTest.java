/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.JobEnvironment;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Load;
import io.heliograph.v1.Location;
import io.heliograph.v1.ProbeResultBatch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A measurement, not a test: what a heartbeat costs from Kafka's bytes to rows and advice, with a
 * parallelism of 2, 100,000 instances of 1,000 services that beat every 2 s of log time, and a
 * checkpoint every 1.5 s. Without Kafka's client, and without encoding and inserting the rows. Runs
 * with {@code -DargLine=-Dheliograph.measure=true}.
 */
class HealthThroughputTest {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final int PER_BATCH = 100;
  private static final int INSTANCES = 100_000;
  private static final int BATCHES_OF_A_ROUND = INSTANCES / PER_BATCH;
  private static final int ROUNDS = Integer.getInteger("heliograph.measure.rounds", 25);

  @TempDir Path checkpoints;

  /** Batches without numbers, so that the same bytes are news each time. */
  private static final class Beats implements GeneratorFunction<Long, Fragment> {
    private static final long serialVersionUID = 1;
    private transient byte[][] batches;

    @Override
    public Fragment map(Long number) {
      if (batches == null) {
        batches = new byte[BATCHES_OF_A_ROUND][];
      }
      int batch = (int) (number % BATCHES_OF_A_ROUND);
      if (batches[batch] == null) {
        batches[batch] = batch(batch);
      }
      long millis = START + number * 2_000 / BATCHES_OF_A_ROUND;
      return new Fragment(
          Signal.HEARTBEATS.topic(), 0, number, millis, PER_BATCH, "", false, batches[batch]);
    }

    private static byte[] batch(int batch) {
      HeartbeatBatch.Builder beats = HeartbeatBatch.newBuilder();
      for (int i = 0; i < PER_BATCH; i++) {
        int instance = batch * PER_BATCH + i;
        beats.addItems(
            Heartbeat.newBuilder()
                .setNamespace("shop")
                .setService("service-" + instance % 1_000)
                .setInstanceId("instance-" + instance)
                .setHost("10.0.0.7")
                .setPort(8080)
                .setVersion("1.4.2")
                .setLocation(Location.newBuilder().setCity("sh").setCenter("sh-1").setRoom("a"))
                .putTags("tier", "gold")
                .setStartedUnixNano(7)
                .setIntervalMs(2_000)
                .setLoad(Load.newBuilder().setCpu(0.5).setCalls(200).setErrors(1))
                .setWeight(100));
      }
      return beats.build().toByteArray();
    }
  }

  private static Source<Fragment, ?, ?> beats(long batches) {
    return new DataGeneratorSource<>(new Beats(), batches, TypeInformation.of(Fragment.class));
  }

  @Test
  void heartbeat_costs() throws Exception {
    assumeTrue(Boolean.getBoolean("heliograph.measure"), "a measurement: not asked for");
    StreamExecutionEnvironment env =
        JobEnvironment.create(
            new JobSettings(
                "127.0.0.1:1",
                "http://127.0.0.1:1",
                "test",
                "default",
                "",
                2,
                Duration.ofMillis(1_500),
                1_000,
                1 << 20));
    Configuration storage = new Configuration();
    storage.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    env.configure(storage);
    HealthPipeline.define(
        env,
        new HealthPipeline.Sources(
            beats((long) ROUNDS * BATCHES_OF_A_ROUND),
            new Batches(Signal.PROBES)
                .add(START, 0, ProbeResultBatch.getDefaultInstance())
                .source(),
            null),
        HealthLimits.defaults(),
        new DiscardingSink<>(),
        new DiscardingSink<>());
    OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long start = System.nanoTime();

    env.execute();

    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (os.getProcessCpuTime() - cpu) / 1e9;
    double heartbeats = (double) ROUNDS * INSTANCES;
    System.out.printf(
        "%.0f heartbeats in %.1f s: %.0f per second, %.1f CPU-microseconds each%n",
        heartbeats, seconds, heartbeats / seconds, cpuSeconds / heartbeats * 1e6);
    assertThat(seconds).isPositive();
  }
}
