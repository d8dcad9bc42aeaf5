/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import io.heliograph.sinks.StringColumn;

/**
 * An {@code Export…ServiceRequest}. Those of spans, logs and metrics have one shape: resources,
 * scopes in them, items in those, each under the same field numbers. Reused from one to the next.
 */
public final class OtlpRequest {
  private static final int RESOURCES = 1 << 3 | Wire.LEN;
  private static final int HEAD = 1 << 3 | Wire.LEN;
  private static final int CHILDREN = 2 << 3 | Wire.LEN;
  private static final int SCHEMA_URL = 3 << 3 | Wire.LEN;

  private final Wire wire = new Wire();
  private final Resource resource = new Resource(wire);
  private final Scope scope = new Scope(wire);
  private final Slice head = new Slice();
  private final Slices scopes = new Slices();
  private final Slices items = new Slices();

  /** What is done with each span, log record or metric. */
  public interface ItemReader {
    /** The resource has been read; its items follow, if it has any. */
    default void enterResource() throws MalformedOtlpException {}

    /** The wire has been moved into the item; resource and scope are the item's. */
    void read() throws MalformedOtlpException;
  }

  /** The cursor. */
  public Wire wire() {
    return wire;
  }

  /** The resource of the item being read. */
  public Resource resource() {
    return resource;
  }

  /** The scope of the item being read. */
  public Scope scope() {
    return scope;
  }

  /** Reads a request from start to end. */
  public void read(byte[] request, ItemReader reader) throws MalformedOtlpException {
    wire.open(request);
    while (wire.more()) {
      int tag = wire.tag();
      if (tag == RESOURCES) {
        long mark = wire.enter();
        readResource(reader);
        wire.leave(mark);
      } else {
        wire.skip(tag);
      }
    }
  }

  /** A parent may stand behind its children on the wire: first find all, then read in order. */
  private void readResource(ItemReader reader) throws MalformedOtlpException {
    scan(resource.schemaUrl, scopes);
    resource.read(head);
    reader.enterResource();
    for (int i = 0; i < scopes.size(); i++) {
      long mark = wire.enter(scopes, i);
      readScope(reader);
      wire.leave(mark);
    }
  }

  private void readScope(ItemReader reader) throws MalformedOtlpException {
    scan(scope.schemaUrl, items);
    scope.read(head);
    for (int i = 0; i < items.size(); i++) {
      long mark = wire.enter(items, i);
      reader.read();
      wire.leave(mark);
    }
  }

  private void scan(Slice schemaUrl, Slices children) throws MalformedOtlpException {
    head.clear();
    schemaUrl.clear();
    children.clear();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case HEAD -> wire.slice(head);
        case CHILDREN -> wire.slice(children);
        case SCHEMA_URL -> wire.slice(schemaUrl);
        default -> wire.skip(tag);
      }
    }
  }

  /** Appends text at a place remembered. */
  public void appendText(Slice text, StringColumn column) {
    Utf8Text.add(column, wire.bytes(), text.from, text.length);
  }

  /** Appends a trace or span id in hex; one of zeros only is none, and none is empty. */
  public void appendId(Slice id, StringColumn column) {
    byte[] bytes = wire.bytes();
    for (int i = id.from; i < id.from + id.length; i++) {
      if (bytes[i] != 0) {
        column.addHex(bytes, id.from, id.length);
        return;
      }
    }
    column.addHex(bytes, 0, 0);
  }

  /**
   * A {@code fixed64} of nanoseconds as the ticks of a DateTime64(9), which end in the year 2262.
   */
  public static long ticks(long unixNanos) {
    return unixNanos < 0 ? Long.MAX_VALUE : unixNanos;
  }

  /** A {@code fixed64} of nanoseconds as the seconds of a DateTime, which ends in the year 2106. */
  public static long seconds(long unixNanos) {
    return Math.min(Long.divideUnsigned(unixNanos, 1_000_000_000), 0xffff_ffffL);
  }
}
