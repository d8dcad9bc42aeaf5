/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The compressed bytes of an insert, in pieces: they are gathered, kept in a checkpoint and sent
 * without ever being copied as a whole, so an insert takes on the heap what it is long.
 *
 * @param pieces not to be modified
 */
record Body(List<byte[]> pieces, int length) {
  private static final int FIRST_PIECE = 4 << 10;
  private static final int LARGEST_PIECE = 256 << 10;

  static Body of(byte[] bytes) {
    return new Body(List.of(bytes), bytes.length);
  }

  static Body read(DataInput in) throws IOException {
    int length = in.readInt();
    List<byte[]> pieces = new ArrayList<>();
    for (int left = length; left > 0; left -= LARGEST_PIECE) {
      byte[] piece = new byte[Math.min(left, LARGEST_PIECE)];
      in.readFully(piece);
      pieces.add(piece);
    }
    return new Body(List.copyOf(pieces), length);
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(length);
    for (byte[] piece : pieces) {
      out.write(piece);
    }
  }

  InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(pieces.stream().map(ByteArrayInputStream::new).toList()));
  }

  /** Gathers a body. Not thread safe. */
  static final class Builder extends OutputStream {
    private final List<byte[]> full = new ArrayList<>();
    private byte[] piece = new byte[FIRST_PIECE];
    private int used;
    private int length;

    int length() {
      return length;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      int from = offset;
      for (int left = count; left > 0; ) {
        if (used == piece.length) {
          full.add(piece);
          piece = new byte[Math.min(2 * piece.length, LARGEST_PIECE)];
          used = 0;
        }
        int fits = Math.min(left, piece.length - used);
        System.arraycopy(source, from, piece, used, fits);
        used += fits;
        from += fits;
        left -= fits;
      }
      length = Math.addExact(length, count);
    }

    /** The bytes so far; the builder is of no further use. */
    Body build() {
      full.add(Arrays.copyOf(piece, used));
      return new Body(List.copyOf(full), length);
    }
  }
}
