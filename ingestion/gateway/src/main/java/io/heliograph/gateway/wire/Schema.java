/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules of a message type, looked up by tag (field number and wire type), so that a field with
 * an unexpected wire type is an unknown field, as protobuf says. Made once from the descriptor;
 * numbers and booleans need no rule.
 */
final class Schema {
  private final String name;
  private FieldRule[] byTag = {};
  private FieldRule[] required = {};
  private long requiredBits;
  private long anyTimeBits;

  private Schema(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  FieldRule rule(int tag) {
    return tag >= 0 && tag < byTag.length ? byTag[tag] : null;
  }

  /** The first required field that {@code seen} lacks, or null. */
  FieldRule missing(long seen) {
    if ((seen & requiredBits) == requiredBits) {
      return null;
    }
    for (FieldRule rule : required) {
      if ((seen & rule.bit()) == 0) {
        return rule;
      }
    }
    throw new IllegalStateException("required fields of " + name + " and their bits differ");
  }

  /** Whether the message must have a time and {@code seen} shows none. */
  boolean lacksTime(long seen) {
    return anyTimeBits != 0 && (seen & anyTimeBits) == 0;
  }

  /** Builds the schemas of a message type and all it contains. */
  static final class Compiler {
    private final Map<String, Schema> done = new HashMap<>();
    private final Map<String, FieldLimit> limits;

    /**
     * @param limits by name of message and field, such as {@code Span.trace_id}
     */
    Compiler(Map<String, FieldLimit> limits) {
      this.limits = limits;
    }

    Schema compile(Descriptor type) {
      Schema known = done.get(type.getFullName());
      if (known != null) {
        return known;
      }
      Schema schema = new Schema(shortName(type));
      done.put(type.getFullName(), schema);
      int last = 0;
      for (FieldDescriptor field : type.getFields()) {
        last = Math.max(last, field.getNumber());
      }
      schema.byTag = new FieldRule[(last + 1) << 3];
      for (FieldDescriptor field : type.getFields()) {
        FieldLimit limit = limits.get(schema.name + "." + field.getName());
        FieldRule rule = rule(field, schema.name, limit);
        if (rule != null) {
          schema.byTag[field.getNumber() << 3 | wireType(rule)] = rule;
          schema.note(rule, limit);
        }
      }
      return schema;
    }

    private FieldRule rule(FieldDescriptor field, String message, FieldLimit limit) {
      long bit = 1L << field.getNumber();
      String name = message + "." + field.getName();
      if (limit != null) {
        return limit.rule(bit, name);
      }
      return switch (field.getType()) {
        case STRING -> FieldLimit.text(FieldLimit.VALUE_BYTES).rule(bit, name);
        case BYTES -> FieldLimit.blob(FieldLimit.VALUE_BYTES).rule(bit, name);
        case MESSAGE -> plain(FieldRule.Kind.MESSAGE, bit, name, compile(field.getMessageType()));
        case INT32, INT64, UINT32, UINT64, SINT32, SINT64, BOOL, ENUM ->
            field.isPacked() ? plain(FieldRule.Kind.PACKED_VARINT, bit, name, null) : null;
        case FIXED64, SFIXED64, DOUBLE ->
            field.isPacked() ? plain(FieldRule.Kind.PACKED_FIXED64, bit, name, null) : null;
        default -> {
          if (field.isPacked()) {
            throw new IllegalStateException("no rule for packed " + name);
          }
          yield null;
        }
      };
    }

    private static FieldRule plain(FieldRule.Kind kind, long bit, String name, Schema child) {
      Reason depth =
          new Reason(
              "too_deep",
              name + " must not nest deeper than " + RecordCheck.MAX_DEPTH + " levels",
              false);
      return new FieldRule(kind, bit, 0, true, false, child, depth, null);
    }

    private static int wireType(FieldRule rule) {
      return rule.kind() == FieldRule.Kind.TIME ? WireReader.FIXED64 : WireReader.BYTES;
    }

    private static String shortName(Descriptor type) {
      return type.getContainingType() == null
          ? type.getName()
          : shortName(type.getContainingType()) + "." + type.getName();
    }
  }

  private void note(FieldRule rule, FieldLimit limit) {
    if (limit == null) {
      return;
    }
    if (limit.required()) {
      requiredBits |= rule.bit();
      FieldRule[] more = Arrays.copyOf(required, required.length + 1);
      more[required.length] = rule;
      required = more;
    }
    if (limit.oneOfTheTimes()) {
      anyTimeBits |= rule.bit();
    }
  }
}
