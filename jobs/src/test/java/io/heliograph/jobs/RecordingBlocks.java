/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what an encoder writes as plain objects, and treats a failing element as the sink does. */
public final class RecordingBlocks implements Blocks {
  private final Map<String, RecordingRows> tables = new LinkedHashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Dead> dead = new ArrayList<>();
  private int deadBefore;

  /** A dead letter. */
  @SuppressWarnings("ArrayRecordComponent") // as the sink takes it
  public record Dead(String reason, byte[] payload, long count) {}

  /** Blocks for an encoder, which is opened. */
  public RecordingBlocks(RowEncoder<?> encoder) {
    encoder.tables().forEach(t -> tables.put(t.table(), new RecordingRows(t)));
    encoder.open(this);
  }

  /** Gives an element to the encoder the way the sink does. */
  public <T> void write(RowEncoder<T> encoder, T element) {
    deadBefore = dead.size();
    tables.values().forEach(RecordingRows::mark);
    try {
      encoder.encode(element, this);
    } catch (IOException | RuntimeException e) {
      tables.values().forEach(RecordingRows::takeBack);
      dead.subList(deadBefore, dead.size()).clear();
      dead.add(new Dead(e.getMessage(), encoder.payload(element), encoder.items(element)));
    }
  }

  /** Rows of a table by column name; values are Long, Double, byte-exact String, List or Map. */
  public List<Map<String, Object>> table(String name) {
    return tables.get(name).rows();
  }

  /** Counts by {@code signal/stage/minute}. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** What was given up. */
  public List<Dead> dead() {
    return dead;
  }

  @Override
  public Rows rows(String table) {
    RecordingRows rows = tables.get(table);
    if (rows == null) {
      throw new IllegalArgumentException("no table " + table);
    }
    return rows;
  }

  @Override
  public void origin(
      String signal, String topic, int partition, long offset, long timestampMillis) {}

  @Override
  public void deadLetter(String reason, byte[] payload, long count) {
    tables.values().forEach(RecordingRows::discardRow);
    dead.add(new Dead(reason, payload, count));
  }

  @Override
  public void count(String signal, String stage, long timeMillis, long n) {
    counts.merge(signal + "/" + stage + "/" + timeMillis / 60_000, n, Long::sum);
  }
}
