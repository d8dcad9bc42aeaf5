/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkClusterTest {
  @TempDir Path directory;

  @Test
  void prepare_writesWhatFlinkReadsBack() throws IOException {
    FlinkSettings settings = settings(directory.resolve("it's here"), 448);
    FlinkCluster.prepare(settings);

    Configuration read = GlobalConfiguration.loadConfiguration(settings.conf().toString());

    assertThat(read.toMap()).containsAllEntriesOf(FlinkCluster.configuration(settings));
  }

  @Test
  void configuration_memorySizes_addUpForFlink() {
    Configuration configuration =
        Configuration.fromMap(FlinkCluster.configuration(settings(directory, 448)));

    var spec = TaskExecutorProcessUtils.processSpecFromConfig(configuration);

    assertThat(spec.getJvmHeapMemorySize().getMebiBytes()).isEqualTo(448);
    assertThat(spec.getManagedMemorySize().getBytes()).isZero();
    assertThat(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS)).isEqualTo(16);
    assertThat(configuration.get(RocksDBOptions.FIX_PER_TM_MEMORY_SIZE).getMebiBytes())
        .isEqualTo(64);
    assertThat(configuration.get(TaskManagerOptions.TASK_OFF_HEAP_MEMORY).getMebiBytes())
        .isEqualTo(64 + FlinkCluster.OFF_HEAP_MB / 2);
  }

  @Test
  void prepare_again_clearsTemporaryFilesAndKeepsCheckpoints() throws IOException {
    FlinkSettings settings = settings(directory, 448);
    FlinkCluster.prepare(settings);
    Files.writeString(settings.temporary().resolve("blob"), "old");
    Files.writeString(settings.checkpoints().resolve("kept"), "state");

    FlinkCluster.prepare(settings);

    assertThat(settings.temporary()).isEmptyDirectory();
    assertThat(settings.checkpoints().resolve("kept")).exists();
  }

  @Test
  void settings_heapTooSmall_namesTheLimit() {
    assertThatThrownBy(() -> settings(directory, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("taskManagerHeapMb is 100, but must be at least 160");
  }

  @Test
  void taskManager_memoryLimit_includesRocksDb() {
    FlinkSettings without = settings(directory, 448);
    FlinkSettings with =
        new FlinkSettings(
            directory, "127.0.0.1", 8081, 6123, 8082, List.of(8083, 8084), 16, 192, 448, 164);

    assertThat(FlinkLaunch.taskManager(with, 1).memoryLimitMb())
        .isEqualTo(FlinkLaunch.taskManager(without, 1).memoryLimitMb() + 100);
  }

  @Test
  void yaml_quotesInValues_areDoubled() {
    assertThat(FlinkCluster.yaml(Map.of("key", "it's"))).isEqualTo("key: 'it''s'\n");
  }

  private static FlinkSettings settings(Path directory, int heap) {
    return new FlinkSettings(
        directory, "127.0.0.1", 8081, 6123, 8082, List.of(8083, 8084), 16, 192, heap, 64);
  }
}
