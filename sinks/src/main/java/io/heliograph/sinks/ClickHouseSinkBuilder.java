/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.time.Duration;
import java.util.Objects;

/**
 * Builds a {@link ClickHouseSink}.
 *
 * @param <T> the element
 */
public final class ClickHouseSinkBuilder<T> {
  private String id;
  private RowEncoder<T> encoder;
  private ClickHouseConnection connection;
  private int maxRows = 1_000_000;
  private long maxBytes = 64L << 20;
  private long maxPendingBytes = SinkSettings.BY_HEAP;
  private boolean countStored;
  private int inserts = 4;
  private Duration timeout = Duration.ofSeconds(60);
  private Duration firstBackoff = Duration.ofMillis(100);
  private Duration maxBackoff = Duration.ofSeconds(10);
  private int maxPoisonRows = 1_000;

  ClickHouseSinkBuilder() {}

  /** Names the sink in tokens, logs and metrics: unique within the ClickHouse database. */
  public ClickHouseSinkBuilder<T> id(String id) {
    this.id = id;
    return this;
  }

  /** Turns elements into rows. */
  public ClickHouseSinkBuilder<T> encoder(RowEncoder<T> encoder) {
    this.encoder = encoder;
    return this;
  }

  /** Where the tables are. */
  public ClickHouseSinkBuilder<T> connection(ClickHouseConnection connection) {
    this.connection = connection;
    return this;
  }

  /** Rows after which one insert is cut and the next begun; 1 to 10,000,000, default 1,000,000. */
  public ClickHouseSinkBuilder<T> maxRows(int maxRows) {
    this.maxRows = maxRows;
    return this;
  }

  /**
   * Uncompressed bytes after which an insert is cut; 64 KiB to 1 GiB, default 64 MiB. ClickHouse
   * holds several times this per insert in flight: an insert that never fits its memory limit is
   * retried for ever.
   */
  public ClickHouseSinkBuilder<T> maxBytes(long maxBytes) {
    this.maxBytes = maxBytes;
    return this;
  }

  /**
   * Compressed bytes a subtask may gather between two checkpoints before it slows its input down; 1
   * MiB to 1 GiB, by default a 64th of the TaskManager's heap.
   */
  public ClickHouseSinkBuilder<T> maxPendingBytes(long maxPendingBytes) {
    // out of its range, so that it is refused: this one means the default
    this.maxPendingBytes = maxPendingBytes == SinkSettings.BY_HEAP ? -1 : maxPendingBytes;
    return this;
  }

  /**
   * Whether rows ended with {@code countsAsItem} are counted {@code stored} (or {@code dead}) in
   * the ledger; default false.
   */
  public ClickHouseSinkBuilder<T> countStored(boolean countStored) {
    this.countStored = countStored;
    return this;
  }

  /** Inserts a subtask has in flight at a time; 1 to 64, default 4. */
  public ClickHouseSinkBuilder<T> inserts(int inserts) {
    this.inserts = inserts;
    return this;
  }

  /** Time one attempt of an insert may take, default 60 s. */
  public ClickHouseSinkBuilder<T> timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** First and longest wait between attempts while ClickHouse is away; default 100 ms and 10 s. */
  public ClickHouseSinkBuilder<T> backoff(Duration first, Duration max) {
    this.firstBackoff = first;
    this.maxBackoff = max;
    return this;
  }

  /**
   * Rows of one insert that may become dead letters. More mean that the table is wrong, not the
   * data: the job fails, and nothing is lost. 0 to 100,000, default 1,000.
   */
  public ClickHouseSinkBuilder<T> maxPoisonRows(int maxPoisonRows) {
    this.maxPoisonRows = maxPoisonRows;
    return this;
  }

  /** The sink; throws if a setting is missing or out of its range. */
  public ClickHouseSink<T> build() {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(connection, "connection");
    if (!id.matches("[A-Za-z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException(
          "id '" + id + "' must be 1 to 64 letters, digits, dots, dashes or underscores");
    }
    inRange("maxRows", maxRows, 1, 10_000_000);
    inRange("maxBytes", maxBytes, 64 << 10, 1 << 30);
    if (maxPendingBytes != SinkSettings.BY_HEAP) {
      inRange("maxPendingBytes", maxPendingBytes, 1 << 20, 1 << 30);
    }
    inRange("inserts", inserts, 1, 64);
    inRange("timeout in ms", timeout.toMillis(), 1, 3_600_000);
    inRange("first backoff in ms", firstBackoff.toMillis(), 1, 60_000);
    inRange("longest backoff in ms", maxBackoff.toMillis(), firstBackoff.toMillis(), 600_000);
    inRange("maxPoisonRows", maxPoisonRows, 0, 100_000);
    return new ClickHouseSink<>(
        new SinkSettings(
            id,
            connection,
            maxRows,
            maxBytes,
            maxPendingBytes,
            countStored,
            inserts,
            timeout,
            firstBackoff,
            maxBackoff,
            maxPoisonRows),
        encoder);
  }

  private static void inRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be from " + min + " to " + max);
    }
  }
}
