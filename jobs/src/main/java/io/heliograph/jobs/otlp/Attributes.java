/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import io.heliograph.sinks.MapColumn;
import java.util.Arrays;

/** The attributes of one thing, as places in the fragment, and how they become a Map column. */
public final class Attributes {
  private static final int KEY = 1 << 3 | Wire.LEN;
  private static final int VALUE = 2 << 3 | Wire.LEN;

  private final Wire wire;
  private final Slices places = new Slices();
  private final AnyValue any = new AnyValue();
  private final Slice key = new Slice();
  private final Slice value = new Slice();

  /** Attributes read from a wire. */
  public Attributes(Wire wire) {
    this.wire = wire;
  }

  /** Forgets them. */
  public void clear() {
    places.clear();
  }

  /** Adds the {@code KeyValue} at the cursor. */
  public void read() throws MalformedOtlpException {
    wire.slice(places);
  }

  /** Appends them, in order, as one map; the caller ends it. */
  public void appendTo(MapColumn column) throws MalformedOtlpException {
    for (int i = 0; i < places.size(); i++) {
      readAt(i, key, value);
      Utf8Text.add(column.keys(), wire.bytes(), key.from, key.length);
      any.append(wire, value, column.values());
    }
  }

  /** How many there are. */
  public int size() {
    return places.size();
  }

  /** Remembers where key and value of one of them are. */
  public void readAt(int index, Slice keyAt, Slice valueAt) throws MalformedOtlpException {
    long mark = wire.enter(places, index);
    keyAt.clear();
    valueAt.clear();
    keyValue(wire, keyAt, valueAt);
    wire.leave(mark);
  }

  /** Remembers the value of the first attribute with this key; says whether there is one. */
  public boolean find(byte[] wanted, Slice found) throws MalformedOtlpException {
    for (int i = 0; i < places.size(); i++) {
      readAt(i, key, value);
      if (Arrays.equals(wanted, 0, wanted.length, wire.bytes(), key.from, key.from + key.length)) {
        found.set(value.from, value.length);
        return true;
      }
    }
    return false;
  }

  static void keyValue(Wire wire, Slice key, Slice value) throws MalformedOtlpException {
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case KEY -> wire.slice(key);
        case VALUE -> wire.slice(value);
        default -> wire.skip(tag);
      }
    }
  }
}
