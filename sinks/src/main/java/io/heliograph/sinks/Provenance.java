/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows of one insert come from, in row order, packed: about ten bytes a run, since an
 * insert of single-row records has as many runs as rows.
 *
 * @param names signal and topic in turn, which the runs refer to
 * @param runs varints: name pair, partition, offset and timestamp as differences to the run before,
 *     rows, and whether the rows count as items
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Provenance(List<String> names, byte[] runs) {

  /** Rows that follow each other and have one origin. */
  record Run(Origin origin, int rows, boolean items) {}

  List<Run> decode() {
    List<Run> decoded = new ArrayList<>();
    NativeInput in = new NativeInput(runs, 0, runs.length);
    long offset = 0;
    long timestamp = 0;
    while (!in.isAtEnd()) {
      int pair = in.length();
      int partition = (int) unzigzag(in.varint());
      offset += unzigzag(in.varint());
      timestamp += unzigzag(in.varint());
      long rowsAndItems = in.varint();
      decoded.add(
          new Run(
              new Origin(
                  names.get(2 * pair), names.get(2 * pair + 1), partition, offset, timestamp),
              (int) (rowsAndItems >>> 1),
              (rowsAndItems & 1) == 1));
    }
    return decoded;
  }

  private static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }

  /** Gathers the runs of an insert; those of the current element can be taken back. */
  static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final Bytes runs = new Bytes(256);
    private final List<Run> ofElement = new ArrayList<>();
    private long lastOffset;
    private long lastTimestamp;
    private Origin origin = Origin.NONE;
    private int rows;
    private boolean items;

    /** Notes the next row. */
    @SuppressWarnings("ReferenceEquality") // one origin object a record: cheaper, and as good
    void row(Origin rowOrigin, boolean item) {
      if (rows > 0 && (rowOrigin != origin || item != items)) {
        endRun();
      }
      origin = rowOrigin;
      items = item;
      rows++;
    }

    private void endRun() {
      if (rows > 0) {
        ofElement.add(new Run(origin, rows, items));
        rows = 0;
      }
    }

    /** The rows noted since the last call stay. */
    void keep() {
      endRun();
      for (Run run : ofElement) {
        put(run);
      }
      ofElement.clear();
    }

    /** Forgets the rows noted since the last {@link #keep}. */
    void takeBack() {
      rows = 0;
      ofElement.clear();
    }

    private void put(Run run) {
      Origin from = run.origin();
      runs.putVarint(pair(from.signal(), from.topic()));
      runs.putVarint(zigzag(from.partition()));
      runs.putVarint(zigzag(from.offset() - lastOffset));
      runs.putVarint(zigzag(from.timestampMillis() - lastTimestamp));
      runs.putVarint((long) run.rows() << 1 | (run.items() ? 1 : 0));
      lastOffset = from.offset();
      lastTimestamp = from.timestampMillis();
    }

    private int pair(String signal, String topic) {
      for (int i = 0; i < names.size(); i += 2) {
        if (names.get(i).equals(signal) && names.get(i + 1).equals(topic)) {
          return i / 2;
        }
      }
      names.add(signal);
      names.add(topic);
      return names.size() / 2 - 1;
    }

    private static long zigzag(long value) {
      return value << 1 ^ value >> 63;
    }

    Provenance build() {
      return new Provenance(List.copyOf(names), runs.toArray());
    }
  }
}
