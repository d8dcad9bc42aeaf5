/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.sinks.StringColumn;

/** Ids as lower-case hexadecimal digits, by way of one buffer. Not thread safe. */
final class HexIds {
  private final byte[] bytes = new byte[16];

  void trace(long high, long low, StringColumn column) {
    put(high, 0);
    put(low, 8);
    column.addHex(bytes, 0, 16);
  }

  void span(long id, StringColumn column) {
    put(id, 0);
    column.addHex(bytes, 0, 8);
  }

  void spans(long[] ids, StringColumn column) {
    for (long id : ids) {
      span(id, column);
    }
  }

  private void put(long id, int at) {
    for (int i = 0; i < 8; i++) {
      bytes[at + i] = (byte) (id >>> (56 - 8 * i));
    }
  }
}
