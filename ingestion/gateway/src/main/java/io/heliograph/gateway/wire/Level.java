/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * One storey of a request: a message that contains either further containers or records. Its other
 * fields (resource, scope, schema URL, a metric's name) are its header, which every fragment
 * repeats.
 */
final class Level {
  private final Schema schema;
  private final boolean record;
  private final boolean service;
  private final Level[] byTag;
  private final Reason headerTooLong;

  private Level(Schema schema, boolean record, boolean service, Level[] byTag) {
    this.schema = schema;
    this.record = record;
    this.service = service;
    this.byTag = byTag;
    this.headerTooLong =
        new Reason(
            "too_long",
            schema.name()
                + " without its records must be at most "
                + Regrouping.MAX_HEADER_BYTES
                + " bytes",
            true);
  }

  static Level record(Schema schema) {
    return new Level(schema, true, false, new Level[0]);
  }

  static Level container(Schema schema, Level[] byTag) {
    return new Level(schema, false, false, byTag);
  }

  /** A container whose resource's service decides the partition of records without a route. */
  static Level ofService(Schema schema, Level[] byTag) {
    return new Level(schema, false, true, byTag);
  }

  /** The children's table with one entry: what a field of {@code type} holds. */
  static Level[] child(Descriptor type, String field, Level child) {
    Level[] byTag = new Level[32 << 3];
    put(byTag, type, field, child);
    return byTag;
  }

  static void put(Level[] byTag, Descriptor type, String field, Level child) {
    FieldDescriptor descriptor = type.findFieldByName(field);
    byTag[descriptor.getNumber() << 3 | WireReader.BYTES] = child;
  }

  Schema schema() {
    return schema;
  }

  boolean isRecord() {
    return record;
  }

  boolean namesService() {
    return service;
  }

  Reason headerTooLong() {
    return headerTooLong;
  }

  /** The container or record that a field with this tag holds; null for a header field. */
  Level child(int tag) {
    return tag >= 0 && tag < byTag.length ? byTag[tag] : null;
  }
}
