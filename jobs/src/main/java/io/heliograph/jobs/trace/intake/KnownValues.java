/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.otlp.AnyValue;
import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Wire;
import java.nio.charset.StandardCharsets;

/**
 * The values of those attributes of one thing that have a {@link Key}, found in one pass over all
 * of them. Of attributes with the same key the first counts. A text that has been found stays until
 * the next is looked for. Reused from thing to thing.
 */
final class KnownValues {
  private final Wire wire;
  private final AnyValue any = new AnyValue();
  private final TextBuffer other = new TextBuffer();
  private final Slice key = new Slice();
  private final Slice value = new Slice();
  private final Slice[] places = new Slice[Key.values().length];
  private long seen;

  /** Where the text that was found is. */
  private byte[] bytes = {};

  private int from;
  private int length;

  KnownValues(Wire wire) {
    this.wire = wire;
    for (int i = 0; i < places.length; i++) {
      places[i] = new Slice();
    }
  }

  void read(Attributes attributes) throws MalformedOtlpException {
    seen = 0;
    for (int i = 0; i < attributes.size(); i++) {
      attributes.readAt(i, key, value);
      Key known = Key.of(wire.bytes(), key.from(), key.length());
      if (known != null && !has(known)) {
        seen |= 1L << known.ordinal();
        places[known.ordinal()].set(value);
      }
    }
  }

  boolean has(Key wanted) {
    return (seen >>> wanted.ordinal() & 1) != 0;
  }

  /** Whether one of a set of keys is there. */
  boolean hasAny(long keys) {
    return (seen & keys) != 0;
  }

  /** Finds the text of the first of some keys that has one. */
  boolean find(Key... keys) throws MalformedOtlpException {
    for (Key wanted : keys) {
      if (has(wanted)) {
        text(places[wanted.ordinal()]);
        if (length > 0) {
          return true;
        }
      }
    }
    length = 0;
    return false;
  }

  /** The same among texts of at most so many bytes; what is no string has none. */
  boolean findString(int longest, Key... keys) throws MalformedOtlpException {
    for (Key wanted : keys) {
      Slice string = has(wanted) ? any.string(wire, places[wanted.ordinal()]) : null;
      if (string != null && string.length() > 0 && string.length() <= longest) {
        bytes = wire.bytes();
        from = string.from();
        length = string.length();
        return true;
      }
    }
    length = 0;
    return false;
  }

  private void text(Slice place) throws MalformedOtlpException {
    Slice string = any.string(wire, place);
    if (string == null) {
      other.clear();
      any.append(wire, place, other);
      bytes = other.bytes();
      from = 0;
      length = other.length();
    } else {
      bytes = wire.bytes();
      from = string.from();
      length = string.length();
    }
  }

  /** Of the text that was found, in bytes. */
  int length() {
    return length;
  }

  /** The text that was found, as a name; {@link Names#EMPTY} if none was. */
  int name(Names names) {
    return names.of(bytes, from, length);
  }

  /** The template of the text that was found. */
  int template(Templates templates) {
    return templates.of(bytes, from, length);
  }

  /** Appends the text that was found. */
  void appendTo(TextBuffer buffer) {
    buffer.add(bytes, from, length);
  }

  /** The text that was found, or the empty one. */
  String string() {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
