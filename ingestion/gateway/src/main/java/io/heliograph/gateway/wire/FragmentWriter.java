/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import io.opentelemetry.proto.logs.v1.LogRecord;

/** Writes the records of a fragment and the containers around them as one request. */
final class FragmentWriter {
  private static final int OBSERVED_TIME_TAG =
      LogRecord.OBSERVED_TIME_UNIX_NANO_FIELD_NUMBER << 3 | WireReader.FIXED64;
  private static final int OBSERVED_TIME_BYTES = 9;

  private final byte[] data;
  private final Records records;
  private byte[] out;
  private int at;

  private FragmentWriter(byte[] data, Records records) {
    this.data = data;
    this.records = records;
  }

  static byte[] write(
      byte[] data, Records records, int[] order, Fragment fragment, long arrivedNanos) {
    FragmentWriter writer = new FragmentWriter(data, records);
    writer.write(order, fragment.first(), fragment.end(), arrivedNanos);
    return writer.out;
  }

  /** The size of a record with its tag and length. */
  static int size(Records records, int record) {
    int size = records.to(record) - records.from(record);
    // the added time may make the length's own encoding longer
    return records.lacksTime(record) ? size + OBSERVED_TIME_BYTES + 1 : size;
  }

  private void write(int[] order, int first, int end, long arrivedNanos) {
    int[] bodies = bodies(order, first, end);
    out = new byte[bodies[0]];
    int next = first;
    for (int id = 1; id < bodies.length; id++) {
      if (bodies[id] == 0) {
        continue;
      }
      Frame frame = records.frame(id);
      varint(frame.tag);
      varint(bodies[id] + frame.headerBytes());
      for (int range = 0; range < frame.rangeCount(); range++) {
        copy(frame.rangeFrom(range), frame.rangeTo(range));
      }
      next = records(order, next, end, id, arrivedNanos);
    }
    if (at != out.length) {
      throw new IllegalStateException("fragment of " + at + " bytes where " + out.length + " were");
    }
  }

  /**
   * The size of what each container holds beside its header; 0 for one that is not in the fragment.
   * Children have larger ids than their parent, so one pass from the last to the first sees every
   * size before it is needed. The root is frame 0.
   */
  private int[] bodies(int[] order, int first, int end) {
    int lastFrame = records.frameOf(order[end - 1]);
    int[] bodies = new int[lastFrame + 1];
    for (int i = first; i < end; i++) {
      bodies[records.frameOf(order[i])] += exactSize(order[i]);
    }
    for (int id = lastFrame; id > 0; id--) {
      if (bodies[id] > 0) {
        Frame frame = records.frame(id);
        int size = bodies[id] + frame.headerBytes();
        bodies[frame.parent.id] += Bytes.varintSize(frame.tag) + Bytes.varintSize(size) + size;
      }
    }
    return bodies;
  }

  private int exactSize(int record) {
    int from = records.from(record);
    int to = records.to(record);
    if (!records.lacksTime(record)) {
      return to - from;
    }
    int length = endOfVarint(from);
    int body = to - endOfVarint(length) + OBSERVED_TIME_BYTES;
    return length - from + Bytes.varintSize(body) + body;
  }

  private int records(int[] order, int next, int end, int frame, long arrivedNanos) {
    int i = next;
    while (i < end && records.frameOf(order[i]) == frame) {
      int record = order[i];
      if (records.lacksTime(record)) {
        withTime(records.from(record), records.to(record), arrivedNanos);
        i++;
        continue;
      }
      int from = records.from(record);
      int to = records.to(record);
      i++;
      // neighbours in the request are copied in one go
      while (i < end
          && records.frameOf(order[i]) == frame
          && records.from(order[i]) == to
          && !records.lacksTime(order[i])) {
        to = records.to(order[i++]);
      }
      copy(from, to);
    }
    return i;
  }

  private void withTime(int from, int to, long arrivedNanos) {
    int length = endOfVarint(from);
    int payload = endOfVarint(length);
    copy(from, length);
    varint(to - payload + OBSERVED_TIME_BYTES);
    copy(payload, to);
    varint(OBSERVED_TIME_TAG);
    for (int shift = 0; shift < 64; shift += 8) {
      out[at++] = (byte) (arrivedNanos >>> shift);
    }
  }

  /** A record is its tag, its length and its message; tag and length may be padded varints. */
  private int endOfVarint(int from) {
    int i = from;
    while (data[i] < 0) {
      i++;
    }
    return i + 1;
  }

  private void copy(int from, int to) {
    System.arraycopy(data, from, out, at, to - from);
    at += to - from;
  }

  private void varint(int value) {
    int rest = value;
    while (rest > 0x7f) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
  }
}
