/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import java.time.Duration;
import java.util.Collection;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.state.rocksdb.ConfigurableRocksDBOptionsFactory;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionOptionsFIFO;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;

/**
 * How RocksDB lays skeletons out in files. Each is written once, hardly ever read, and expires;
 * each checkpoint adds a small file. So the files are a queue (RocksDB's FIFO compaction): whole
 * files are dropped once all in them has expired, and nothing is ever written again. At a
 * checkpoint each 1.5 s and an expiry of 30 minutes there are 1,200 in a subtask, and to look up a
 * trace that is in none of them takes half a millisecond: hence the filter in front of them.
 * Merging by key has fewer files and writes each skeleton again and again, which took a fifth of
 * the TaskManagers' processor time. Merging small files within the queue is off, because it takes
 * the age of the oldest skeleton in them for that of the file, which then is dropped before the
 * others in it have expired. Nothing is compressed, since a skeleton has little to gain.
 */
public final class SkeletonFiles implements ConfigurableRocksDBOptionsFactory {
  private static final long serialVersionUID = 1;

  private static final ConfigOption<Duration> EXPIRY =
      ConfigOptions.key("heliograph.skeletons.expiry").durationType().noDefaultValue();

  /** Time alone decides what is dropped, never the size of the queue. */
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  private Duration expiry = Duration.ZERO;

  /**
   * Has the state of a job be laid out so.
   *
   * @param expiry after which no state is read any more; whatever is older may be dropped
   */
  static void addTo(Configuration conf, Duration expiry) {
    conf.setString("state.backend.rocksdb.options-factory", SkeletonFiles.class.getName());
    conf.set(EXPIRY, expiry);
  }

  @Override
  public RocksDBOptionsFactory configure(ReadableConfig configuration) {
    expiry = configuration.get(EXPIRY);
    return this;
  }

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
    return current;
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
    CompactionOptionsFIFO queue =
        new CompactionOptionsFIFO().setAllowCompaction(false).setMaxTableFilesSize(NO_LIMIT);
    handlesToClose.add(queue);
    return current
        .setCompactionStyle(CompactionStyle.FIFO)
        .setCompactionOptionsFIFO(queue)
        .setTtl(expiry.toSeconds())
        .setCompressionType(CompressionType.NO_COMPRESSION);
  }
}
