/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

/**
 * What one field of a message must be.
 *
 * @param bit the field's place in masks of seen fields
 * @param max longest length in bytes of TEXT and BLOB; the only length of an ID
 * @param optional whether an ID or TIME may be empty, all zero, or 0
 * @param route whether the ID decides the partition
 * @param child the schema of a MESSAGE
 */
record FieldRule(
    Kind kind,
    long bit,
    int max,
    boolean optional,
    boolean route,
    Schema child,
    Reason wrong,
    Reason notUtf8) {

  enum Kind {
    TEXT,
    BLOB,
    ID,
    TIME,
    MESSAGE,
    PACKED_VARINT,
    PACKED_FIXED64
  }
}
