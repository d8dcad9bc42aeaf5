/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a text as Flink's {@link StringSerializer} does, byte for byte, but in one go. That one
 * gives each character to a stream by itself, which takes a lock for it: for the keys of a large
 * state most of what a checkpoint costs. Since the bytes are the same, each reads what the other
 * wrote, so that it can take the other's place as the serializer of a key, which Flink cannot
 * migrate.
 *
 * <p>Of the format: the length plus one, then each UTF-16 code unit, all as variable-length numbers
 * of seven bits a byte, the lowest first. Not for null.
 */
public final class TextSerializer extends ImmutableSerializer<String> {
  private static final long serialVersionUID = 1;
  private static final int MAX_BYTES_PER_CHAR = 3;
  private static final int MAX_LENGTH_BYTES = 5;

  private transient byte[] bytes;

  /** Found by Flink when it restores. */
  public static final class Snapshot implements TypeSerializerSnapshot<String> {
    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) {
      // the class says it all
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classes) {
      // the class says it all
    }

    @Override
    public TextSerializer restoreSerializer() {
      return new TextSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<String> resolveSchemaCompatibility(
        TypeSerializerSnapshot<String> old) {
      return old instanceof Snapshot || old instanceof StringSerializer.StringSerializerSnapshot
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }

  @Override
  public void serialize(String text, DataOutputView target) throws IOException {
    int chars = text.length();
    int most = MAX_LENGTH_BYTES + MAX_BYTES_PER_CHAR * chars;
    if (bytes == null || bytes.length < most) {
      bytes = new byte[Math.max(256, most)];
    }
    int length = put(chars + 1, 0);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else {
        length = put(c, length);
      }
    }
    target.write(bytes, 0, length);
  }

  private int put(int number, int at) {
    int next = at;
    int rest = number;
    while (rest >= 0x80) {
      bytes[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[next++] = (byte) rest;
    return next;
  }

  @Override
  public String deserialize(DataInputView source) throws IOException {
    return StringSerializer.INSTANCE.deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  /** Another one for another thread: each has room of its own to write in. */
  @Override
  public TextSerializer duplicate() {
    return new TextSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  @Override
  public String createInstance() {
    return "";
  }
}
