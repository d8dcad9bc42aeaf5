/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds {@code service.name} in the header of a container that was checked before. */
final class ServiceName {
  private static final byte[] KEY = "service.name".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NONE = {};

  private ServiceName() {}

  /** The name's bytes; empty if the resource has none. */
  static byte[] in(byte[] data, Frame frame) throws MalformedException {
    byte[] name = NONE;
    for (int range = 0; range < frame.rangeCount(); range++) {
      WireReader in = new WireReader(data, frame.rangeFrom(range), frame.rangeTo(range));
      while (in.more()) {
        int tag = in.tag();
        if (isMessage(tag, 1)) {
          int outer = in.enter();
          name = inResource(in, name);
          in.leave(outer);
        } else {
          in.skip(tag);
        }
      }
    }
    return name;
  }

  private static byte[] inResource(WireReader in, byte[] known) throws MalformedException {
    byte[] name = known;
    while (in.more()) {
      int tag = in.tag();
      if (isMessage(tag, 1)) {
        int outer = in.enter();
        byte[] value = inAttribute(in);
        name = value == null ? name : value;
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return name;
  }

  private static byte[] inAttribute(WireReader in) throws MalformedException {
    boolean named = false;
    byte[] value = null;
    while (in.more()) {
      int tag = in.tag();
      if (isMessage(tag, 1)) {
        int length = in.length();
        named = Arrays.equals(KEY, 0, KEY.length, in.data, in.pos, in.pos + length);
        in.pos += length;
      } else if (isMessage(tag, 2)) {
        int outer = in.enter();
        value = inValue(in);
        in.leave(outer);
      } else {
        in.skip(tag);
      }
    }
    return named ? value : null;
  }

  private static byte[] inValue(WireReader in) throws MalformedException {
    byte[] value = null;
    while (in.more()) {
      int tag = in.tag();
      if (isMessage(tag, 1)) {
        int length = in.length();
        value = Arrays.copyOfRange(in.data, in.pos, in.pos + length);
        in.pos += length;
      } else {
        in.skip(tag);
      }
    }
    return value;
  }

  private static boolean isMessage(int tag, int field) {
    return tag == (field << 3 | WireReader.BYTES);
  }
}
