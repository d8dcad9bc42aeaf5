/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The committable in checkpoints. A change of layout is a new version that reads the old ones. */
final class CommittableSerializer implements SimpleVersionedSerializer<SinkCommittable> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(SinkCommittable committable) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    write(committable, out);
    return out.getCopyOfBuffer();
  }

  /** Writes a committable without gathering it first. */
  static void write(SinkCommittable committable, DataOutput out) throws IOException {
    out.writeUTF(committable.token());
    out.writeInt(committable.inserts().size());
    for (FrozenInsert insert : committable.inserts()) {
      writeInsert(out, insert);
    }
    out.writeInt(committable.counts().size());
    for (LedgerEntry entry : committable.counts()) {
      out.writeUTF(entry.signal());
      out.writeUTF(entry.stage());
      out.writeLong(entry.minute());
      out.writeLong(entry.count());
    }
  }

  private static void writeInsert(DataOutput out, FrozenInsert insert) throws IOException {
    out.writeUTF(insert.table());
    out.writeUTF(insert.token());
    writeStrings(out, insert.columns());
    out.writeInt(insert.chunks().size());
    for (FrozenInsert.Chunk chunk : insert.chunks()) {
      out.writeInt(chunk.rows());
      out.writeInt(chunk.bytes());
    }
    insert.body().writeTo(out);
    writeStrings(out, insert.provenance().names());
    writeBytes(out, insert.provenance().runs());
  }

  private static void writeStrings(DataOutput out, List<String> strings) throws IOException {
    out.writeInt(strings.size());
    for (String string : strings) {
      out.writeUTF(string);
    }
  }

  private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public SinkCommittable deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "the checkpoint holds committables of version "
              + version
              + ", this sink reads version "
              + VERSION);
    }
    return read(new DataInputDeserializer(serialized));
  }

  /** Reads what {@link #write} wrote. */
  static SinkCommittable read(DataInput in) throws IOException {
    String token = in.readUTF();
    List<FrozenInsert> inserts = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      inserts.add(readInsert(in));
    }
    List<LedgerEntry> counts = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      counts.add(new LedgerEntry(in.readUTF(), in.readUTF(), in.readLong(), in.readLong()));
    }
    return new SinkCommittable(token, inserts, counts);
  }

  private static FrozenInsert readInsert(DataInput in) throws IOException {
    String table = in.readUTF();
    String token = in.readUTF();
    List<String> columns = readStrings(in);
    List<FrozenInsert.Chunk> chunks = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      chunks.add(new FrozenInsert.Chunk(in.readInt(), in.readInt()));
    }
    Body body = Body.read(in);
    return new FrozenInsert(
        table, token, columns, chunks, body, new Provenance(readStrings(in), readBytes(in)));
  }

  private static List<String> readStrings(DataInput in) throws IOException {
    List<String> strings = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      strings.add(in.readUTF());
    }
    return strings;
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
