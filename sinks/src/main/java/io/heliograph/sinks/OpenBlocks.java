/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything a writer gathers between two checkpoints. Cuts an insert when a cap is reached, always
 * between two elements, so the rows of one element are in one insert of their table.
 */
final class OpenBlocks implements Blocks {
  /** Inserts are committed, and their ledger entries stored, in groups of about this size. */
  private static final long COMMITTABLE_BYTES = 16 << 20;

  private final SinkSettings settings;
  private final String tokenPrefix;
  private final Map<String, OpenTable> byName = new LinkedHashMap<>();
  private final OpenTable[] tables;
  private final OpenTable deadLetters;
  private final List<DeadLetter> deadOfElement = new ArrayList<>();
  private final LedgerCounts counts = new LedgerCounts();
  private final List<FrozenInsert> frozen = new ArrayList<>();
  private Origin origin = Origin.NONE;
  private long frozenBytes;
  private long sequence;

  /**
   * @param tokenPrefix unique to this writer, for all time
   */
  OpenBlocks(List<TableSchema> schemas, SinkSettings settings, String tokenPrefix) {
    this.settings = settings;
    this.tokenPrefix = tokenPrefix;
    Bytes scratch = new Bytes(1 << 16);
    for (TableSchema schema : schemas) {
      OpenTable table = new OpenTable(schema, scratch, () -> origin, settings.countStored());
      if (byName.put(schema.table(), table) != null) {
        throw new IllegalArgumentException("the encoder names " + schema.table() + " twice");
      }
    }
    // not among the names: an encoder may write dead letters of its own
    deadLetters = new OpenTable(DeadLetter.TABLE, scratch, () -> origin, false);
    tables =
        Stream.concat(byName.values().stream(), Stream.of(deadLetters)).toArray(OpenTable[]::new);
  }

  @Override
  public Rows rows(String table) {
    OpenTable rows = byName.get(table);
    if (rows == null) {
      throw new IllegalArgumentException(
          "the encoder did not name table '" + table + "', only " + byName.keySet());
    }
    return rows;
  }

  @Override
  public void origin(
      String signal, String topic, int partition, long offset, long timestampMillis) {
    origin = new Origin(signal, topic, partition, offset, timestampMillis);
  }

  @Override
  public void deadLetter(String reason, byte[] payload, long count) {
    for (OpenTable table : tables) {
      table.discardRow();
    }
    Origin from = origin.isKnown() ? origin : Origin.unknownAt(System.currentTimeMillis());
    deadOfElement.add(new DeadLetter(from, reason, payload, count));
  }

  @Override
  public void count(String signal, String stage, long timeMillis, long n) {
    counts.add(signal, stage, timeMillis, n);
  }

  /** Takes back the rows and dead letters of the current element; its origin and counts stay. */
  void takeBack() {
    deadOfElement.clear();
    for (OpenTable table : tables) {
      table.takeBack();
    }
  }

  /**
   * Keeps the rows of the current element.
   *
   * @return whether a block became full and was compressed
   */
  boolean endElement() throws IOException {
    for (DeadLetter dead : deadOfElement) {
      deadLetters.append(dead.row());
      if (dead.origin().isKnown()) {
        counts.add(
            dead.origin().signal(),
            LedgerEntry.DEAD,
            dead.origin().timestampMillis(),
            dead.count());
      }
    }
    deadOfElement.clear();
    origin = Origin.NONE;
    boolean flushed = false;
    for (OpenTable table : tables) {
      if (table.keep()) {
        flushed = true;
        table.flush();
        if (table.insertRows() >= settings.maxRows()
            || table.insertBytes() >= settings.maxBytes()) {
          freeze(table);
        }
      }
    }
    return flushed;
  }

  private void freeze(OpenTable table) throws IOException {
    FrozenInsert insert = table.freeze(nextToken());
    frozen.add(insert);
    frozenBytes += insert.body().length();
  }

  private String nextToken() {
    return tokenPrefix + sequence++;
  }

  /** Compressed bytes that wait for the next checkpoint. */
  long pendingBytes() {
    long bytes = frozenBytes;
    for (OpenTable table : tables) {
      bytes += table.compressedBytes();
    }
    return bytes;
  }

  /** All that was gathered, frozen; nothing is left here. */
  List<SinkCommittable> freeze() throws IOException {
    for (OpenTable table : tables) {
      table.flush();
      if (table.hasInsert()) {
        freeze(table);
      }
    }
    List<SinkCommittable> committables = new ArrayList<>();
    List<FrozenInsert> group = new ArrayList<>();
    long groupBytes = 0;
    for (FrozenInsert insert : frozen) {
      group.add(insert);
      groupBytes += insert.body().length();
      if (groupBytes >= COMMITTABLE_BYTES) {
        committables.add(new SinkCommittable(nextToken(), group, List.of()));
        group.clear();
        groupBytes = 0;
      }
    }
    if (!group.isEmpty() || !counts.isEmpty()) {
      committables.add(new SinkCommittable(nextToken(), group, counts.drain()));
    }
    frozen.clear();
    frozenBytes = 0;
    return committables;
  }
}
