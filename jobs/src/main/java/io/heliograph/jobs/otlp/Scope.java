/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.StringColumn;

/** The instrumentation scope of the items being read. */
public final class Scope {
  private static final int NAME = 1 << 3 | Wire.LEN;
  private static final int VERSION = 2 << 3 | Wire.LEN;
  private static final int ATTRIBUTES = 3 << 3 | Wire.LEN;
  private static final int DROPPED_ATTRIBUTES = 4 << 3 | Wire.VARINT;

  private final Wire wire;
  private final Attributes attributes;
  private final Slice name = new Slice();
  private final Slice version = new Slice();
  private long droppedAttributes;
  final Slice schemaUrl = new Slice();

  Scope(Wire wire) {
    this.wire = wire;
    attributes = new Attributes(wire);
  }

  void read(Slice message) throws MalformedOtlpException {
    attributes.clear();
    name.clear();
    version.clear();
    droppedAttributes = 0;
    long mark = wire.enter(message);
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case NAME -> wire.slice(name);
        case VERSION -> wire.slice(version);
        case ATTRIBUTES -> attributes.read();
        case DROPPED_ATTRIBUTES -> droppedAttributes = wire.varint();
        default -> wire.skip(tag);
      }
    }
    wire.leave(mark);
  }

  /** Appends the name. */
  public void appendName(StringColumn column) {
    Utf8Text.add(column, wire.bytes(), name.from, name.length);
  }

  /** Appends the version. */
  public void appendVersion(StringColumn column) {
    Utf8Text.add(column, wire.bytes(), version.from, version.length);
  }

  /** Appends the attributes as one map. */
  public void appendAttributes(MapColumn column) throws MalformedOtlpException {
    attributes.appendTo(column);
  }

  /** How many attributes the sender left out. */
  public long droppedAttributes() {
    return droppedAttributes;
  }

  /** Appends the schema URL. */
  public void appendSchemaUrl(StringColumn column) {
    Utf8Text.add(column, wire.bytes(), schemaUrl.from, schemaUrl.length);
  }
}
