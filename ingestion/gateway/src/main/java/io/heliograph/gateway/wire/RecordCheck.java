/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import org.apache.kafka.common.utils.Utils;

/**
 * Checks one record (a span, a log record, a data point) where it lies in the request. What it
 * learns on the way is in its fields until the next check.
 */
final class RecordCheck {
  /**
   * Messages inside a record. Protobuf libraries refuse to decode beyond 100 from the request down,
   * and what is accepted here must be decodable in every job.
   */
  static final int MAX_DEPTH = 64;

  static final int NO_ROUTE = -1;

  private final WireReader in;
  private final byte[] traceId = new byte[16];

  /** The number that broke the rule. */
  long value;

  /** Non-negative hash of the routing id, or {@link #NO_ROUTE}. */
  int route;

  /** Whether the record has no time at all and shall get the time of its arrival. */
  boolean lacksTime;

  RecordCheck(WireReader in) {
    this.in = in;
  }

  /** Checks the message between the reader's position and its limit; null if it is in order. */
  Reason check(Schema schema) throws MalformedException {
    route = NO_ROUTE;
    lacksTime = false;
    return message(schema, 0);
  }

  /** Checks one field whose tag was just read. */
  Reason field(FieldRule rule, int depth) throws MalformedException {
    return switch (rule.kind()) {
      case TEXT -> text(rule);
      case MESSAGE -> nested(rule, depth);
      case TIME -> time(rule);
      case ID -> id(rule);
      case BLOB -> blob(rule);
      case PACKED_VARINT -> packedVarints();
      case PACKED_FIXED64 -> packedFixed64();
    };
  }

  private Reason message(Schema schema, int depth) throws MalformedException {
    long seen = 0;
    while (in.more()) {
      int tag = in.tag();
      FieldRule rule = schema.rule(tag);
      if (rule == null) {
        in.skip(tag);
        continue;
      }
      Reason wrong = field(rule, depth);
      if (wrong != null) {
        return wrong;
      }
      if (rule.kind() != FieldRule.Kind.TIME || value != 0) {
        seen |= rule.bit();
      }
    }
    FieldRule missing = schema.missing(seen);
    if (missing != null) {
      value = 0;
      return missing.wrong();
    }
    if (schema.lacksTime(seen)) {
      lacksTime = true;
    }
    return null;
  }

  private Reason nested(FieldRule rule, int depth) throws MalformedException {
    if (depth >= MAX_DEPTH) {
      return rule.wrong();
    }
    int outer = in.enter();
    Reason wrong = message(rule.child(), depth + 1);
    if (wrong == null) {
      in.leave(outer);
    }
    return wrong;
  }

  private Reason text(FieldRule rule) throws MalformedException {
    int length = in.length();
    if (length > rule.max()) {
      value = length;
      return rule.wrong();
    }
    if (!Bytes.isUtf8(in.data, in.pos, length)) {
      return rule.notUtf8();
    }
    in.pos += length;
    return null;
  }

  private Reason blob(FieldRule rule) throws MalformedException {
    int length = in.length();
    if (length > rule.max()) {
      value = length;
      return rule.wrong();
    }
    in.pos += length;
    return null;
  }

  private Reason id(FieldRule rule) throws MalformedException {
    int length = in.length();
    boolean empty = length == 0 || Bytes.allZero(in.data, in.pos, length);
    if (length != rule.max() ? !(rule.optional() && length == 0) : empty && !rule.optional()) {
      value = length;
      return rule.wrong();
    }
    if (rule.route() && !empty) {
      System.arraycopy(in.data, in.pos, traceId, 0, traceId.length);
      route = Utils.toPositive(Utils.murmur2(traceId));
    }
    in.pos += length;
    return null;
  }

  private Reason time(FieldRule rule) throws MalformedException {
    value = in.fixed64();
    boolean known = value >= FieldLimit.FIRST_NANO && value < FieldLimit.END_NANO;
    return known || (value == 0 && rule.optional()) ? null : rule.wrong();
  }

  private Reason packedVarints() throws MalformedException {
    int outer = in.enter();
    while (in.more()) {
      in.varint();
    }
    in.leave(outer);
    return null;
  }

  private Reason packedFixed64() throws MalformedException {
    int length = in.length();
    if (length % 8 != 0) {
      throw in.malformed("packs 8-byte numbers into " + length + " bytes");
    }
    in.pos += length;
    return null;
  }
}
