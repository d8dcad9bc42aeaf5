/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.JobOptions;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;

/**
 * Where the trace job keeps what it remembers of traces. Millions of skeletons do not fit into the
 * heap, and a checkpoint of them every other second only works if it holds what is new: RocksDB
 * with incremental checkpoints.
 *
 * @param backend {@code rocksdb}, or {@code hashmap} for tests and small installations
 * @param memoryMb memory of RocksDB in each slot, in MiB: buffers of writes, index and cache; 0
 *     leaves it to the cluster
 */
record StateSettings(String backend, int memoryMb) {
  static StateSettings read(JobOptions options) {
    String backend = options.text("state-backend", "rocksdb or hashmap", "rocksdb");
    if (!backend.equals("rocksdb") && !backend.equals("hashmap")) {
      options.problem("state-backend", backend, "must be rocksdb or hashmap");
    }
    return new StateSettings(
        backend,
        (int)
            options.number(
                "state-memory-mb",
                "memory of RocksDB in each slot, in MiB; 0: as the cluster is set up",
                0,
                0,
                65_536));
  }

  /**
   * Adds them.
   *
   * @param expiry the state's time to live
   */
  void addTo(Configuration conf, Duration expiry) {
    conf.set(StateBackendOptions.STATE_BACKEND, backend);
    if (backend.equals("rocksdb")) {
      conf.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
      if (memoryMb > 0) {
        conf.setString("state.backend.rocksdb.memory.fixed-per-slot", memoryMb + "mb");
      }
      // nearly every look-up is for a trace that is new: it must not touch a file
      conf.setString("state.backend.rocksdb.use-bloom-filter", "true");
      SkeletonFiles.addTo(conf, expiry);
      conf.setString("state.backend.rocksdb.checkpoint.transfer.thread.num", "2");
    }
  }
}
