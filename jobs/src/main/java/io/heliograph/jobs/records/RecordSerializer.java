/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes immutable records as blocks: length, version, fields. One that is immutable is never
 * copied, so state that was changed after a checkpoint began costs no more than the new record.
 *
 * <p>A new component of the record is written at the end of the fields, under a new version; {@link
 * #read} is told the version that was written, and reads all that ever were.
 *
 * @param <T> the record
 */
public abstract class RecordSerializer<T> extends ImmutableSerializer<T> {
  private static final long serialVersionUID = 1;

  private transient RecordOutput out;
  private transient RecordInput in;

  /** The version that is written, from 1. */
  protected abstract int version();

  /** Writes the fields. */
  protected abstract void write(T record, RecordOutput fields);

  /**
   * Reads the fields.
   *
   * @param version under which they were written, at most {@link #version}
   */
  protected abstract T read(RecordInput fields, int version) throws IOException;

  /** A serializer for another thread. */
  @Override
  public abstract RecordSerializer<T> duplicate();

  @Override
  public abstract RecordSnapshot<T> snapshotConfiguration();

  /**
   * Writes a record, or the block that {@link PackedType} keeps of one: a savepoint in the
   * canonical format takes the serializer that its snapshot names, which is this one.
   */
  @Override
  public final void serialize(T record, DataOutputView target) throws IOException {
    if ((Object) record instanceof byte[] block) {
      target.writeInt(block.length);
      target.write(block, 0, block.length);
      return;
    }
    written(record);
    target.writeInt(out.length());
    target.write(out.buffer(), 0, out.length());
  }

  /** The record as a block without its length. */
  final byte[] pack(T record) {
    written(record);
    return Arrays.copyOf(out.buffer(), out.length());
  }

  /** Leaves the block in {@link #out}. */
  private void written(T record) {
    if (out == null) {
      out = new RecordOutput();
    }
    out.clear();
    out.unsigned(version());
    write(record, out);
  }

  @Override
  public final T deserialize(DataInputView source) throws IOException {
    block(source);
    return read();
  }

  /** The record of a block that {@link #pack} made, or an earlier version. */
  final T unpack(byte[] block) throws IOException {
    System.arraycopy(block, 0, input().begin(block.length), 0, block.length);
    return read();
  }

  private T read() throws IOException {
    long version = in.unsigned();
    if (version < 1 || version > version()) {
      throw new IOException("record of version " + version + "; known are 1 to " + version());
    }
    T record = read(in, (int) version);
    if (!in.atEnd()) {
      throw new IOException("a record of version " + version + " is longer than its fields");
    }
    return record;
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    byte[] block = block(source);
    target.writeInt(in.length());
    target.write(block, 0, in.length());
  }

  /** Reads a block into {@link #in}. */
  private byte[] block(DataInputView source) throws IOException {
    int length = source.readInt();
    if (length < 0) {
      throw new IOException("a record of " + length + " bytes");
    }
    byte[] block = input().begin(length);
    source.readFully(block, 0, length);
    return block;
  }

  private RecordInput input() {
    if (in == null) {
      in = new RecordInput();
    }
    return in;
  }
}
