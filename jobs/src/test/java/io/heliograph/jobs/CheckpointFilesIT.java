/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.Flink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job whose RocksDB has something small for each checkpoint has hundreds of small files after a
 * quarter of an hour. If their bytes travelled with what TaskManagers tell the JobManager of a
 * checkpoint, it would be too large for a message, and be written anew each time.
 */
@Timeout(120)
class CheckpointFilesIT {
  @TempDir static Path directory;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER = new MiniClusterExtension(CheckpointFilesIT::cluster);

  private static final int STATE_BYTES = 10_000;

  /** Where checkpoints are is the cluster's concern, what is in them the job's. */
  private static MiniClusterResourceConfiguration cluster() {
    Configuration conf = new Configuration();
    conf.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
    return new MiniClusterResourceConfiguration.Builder()
        .setConfiguration(conf)
        .setNumberSlotsPerTaskManager(2)
        .build();
  }

  @Test
  void smallFiles_areNotInWhatIsToldOfACheckpoint() throws Exception {
    Configuration conf = Flink.configuration();
    conf.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    conf.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
    env.fromSource(
            new DataGeneratorSource<>(
                number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(100), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> 0L)
        .process(new KeepsBytes())
        .uid("bytes")
        .sinkTo(new DiscardingSink<>())
        .uid("nobody");

    JobClient job = env.executeAsync();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(UncheckedIOException.class) // files come and go
          .until(() -> bytes(".*/chk-([5-9]|\\d\\d+)/_metadata") > 0);
    } finally {
      job.cancel().get();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> job.getJobStatus().get().isGloballyTerminalState());

    assertThat(bytes(".*/_metadata")).isBetween(1L, (long) STATE_BYTES);
    assertThat(bytes(".*/shared/.*")).isGreaterThan(STATE_BYTES);
  }

  /** Of the files whose paths are so. */
  private long bytes(String path) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().matches(path))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static final class KeepsBytes extends KeyedProcessFunction<Long, Long, Long> {
    private static final long serialVersionUID = 1;
    private transient ValueState<byte[]> bytes;

    @Override
    public void open(OpenContext context) {
      bytes =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "bytes", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out)
        throws IOException {
      byte[] any = new byte[STATE_BYTES];
      new Random(number).nextBytes(any);
      bytes.update(any);
    }
  }
}
