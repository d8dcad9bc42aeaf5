/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.StringColumn;
import java.nio.charset.StandardCharsets;

/** Who sent the items being read. */
public final class Resource {
  private static final int ATTRIBUTES = 1 << 3 | Wire.LEN;
  private static final byte[] SERVICE_NAME = "service.name".getBytes(StandardCharsets.UTF_8);

  private final Wire wire;
  private final Attributes attributes;
  private final AnyValue any = new AnyValue();
  private final Slice serviceName = new Slice();
  private final Slice message = new Slice();
  final Slice schemaUrl = new Slice();

  Resource(Wire wire) {
    this.wire = wire;
    attributes = new Attributes(wire);
  }

  void read(Slice at) throws MalformedOtlpException {
    message.set(at);
    attributes.clear();
    serviceName.clear();
    long mark = wire.enter(message);
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == ATTRIBUTES) {
        attributes.read();
      } else {
        wire.skip(tag);
      }
    }
    wire.leave(mark);
    attributes.find(SERVICE_NAME, serviceName);
  }

  /** Where all that is said of it is. */
  public Slice message() {
    return message;
  }

  /** Its attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /** Appends {@code service.name}, or nothing at all as the empty string. */
  public void appendServiceName(StringColumn column) throws MalformedOtlpException {
    any.append(wire, serviceName, column);
  }

  /** Appends the attributes as one map. */
  public void appendAttributes(MapColumn column) throws MalformedOtlpException {
    attributes.appendTo(column);
  }

  /** Appends the schema URL. */
  public void appendSchemaUrl(StringColumn column) {
    Utf8Text.add(column, wire.bytes(), schemaUrl.from, schemaUrl.length);
  }
}
