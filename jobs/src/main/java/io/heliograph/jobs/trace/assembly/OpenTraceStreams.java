/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;

/**
 * The open traces of a checkpoint, in its raw keyed state: for each key group that has any, how
 * many, and of each its id, the length of its image, and the image. They never pass the state
 * backend, which would write, merge and delete all of them again with each checkpoint.
 */
final class OpenTraceStreams {
  private OpenTraceStreams() {}

  /** What a checkpoint holds of an open trace. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Image(TraceId id, byte[] bytes) {}

  static void write(
      Collection<OpenTrace> traces, int maxParallelism, KeyedStateCheckpointOutputStream out)
      throws IOException {
    SortedMap<Integer, List<OpenTrace>> byKeyGroup = new TreeMap<>();
    for (OpenTrace trace : traces) {
      byKeyGroup
          .computeIfAbsent(keyGroup(trace.id, maxParallelism), group -> new ArrayList<>())
          .add(trace);
    }
    DataOutputStream data = new DataOutputStream(out);
    for (var group : byKeyGroup.entrySet()) {
      out.startNewKeyGroup(group.getKey());
      data.writeInt(group.getValue().size());
      for (OpenTrace trace : group.getValue()) {
        byte[] image = OpenTraceImage.encode(trace);
        data.writeLong(trace.id.high());
        data.writeLong(trace.id.low());
        data.writeInt(image.length);
        data.write(image);
      }
      data.flush();
    }
  }

  static List<Image> read(Iterable<KeyGroupStatePartitionStreamProvider> groups)
      throws IOException {
    List<Image> images = new ArrayList<>();
    for (KeyGroupStatePartitionStreamProvider group : groups) {
      DataInputStream data = new DataInputStream(group.getStream());
      for (int left = data.readInt(); left > 0; left--) {
        TraceId id = new TraceId(data.readLong(), data.readLong());
        byte[] image = new byte[data.readInt()];
        data.readFully(image);
        images.add(new Image(id, image));
      }
    }
    return images;
  }

  /** The key group of the key that {@link TracePipeline} gives to a trace. */
  private static int keyGroup(TraceId id, int maxParallelism) {
    return KeyGroupRangeAssignment.assignToKeyGroup(Tuple2.of(id.high(), id.low()), maxParallelism);
  }
}
