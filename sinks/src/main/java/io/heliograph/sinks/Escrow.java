/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.OperatorStateCheckpointOutputStream;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StatePartitionStreamProvider;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Holds what the writer froze until the checkpoint that covers it is complete, then has it stored.
 * Stands in front of Flink's committer and passes nothing on to it: that one copies all it holds
 * six times to put it into a checkpoint, this one writes it there as it is. See the README for what
 * that means for memory. Runs in the task's thread.
 */
final class Escrow extends AbstractStreamOperator<CommittableMessage<SinkCommittable>>
    implements OneInputStreamOperator<
        CommittableMessage<SinkCommittable>, CommittableMessage<SinkCommittable>> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;
  private static final int BUFFER = 64 << 10;

  /** How a subtask gets its committer. */
  interface Opening extends Serializable {
    ClickHouseCommitter open(SinkSettings settings, MetricGroup operator);
  }

  private final SinkSettings settings;
  private final Opening opening;
  private transient ClickHouseCommitter committer;
  private transient NavigableMap<Long, List<SinkCommittable>> held;
  private transient long heldBytes;

  Escrow(SinkSettings settings, Opening opening) {
    this.settings = settings;
    this.opening = opening;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    held = new TreeMap<>();
    committer = opening.open(settings, getMetricGroup());
    List<SinkCommittable> restored = new ArrayList<>();
    for (StatePartitionStreamProvider part : context.getRawOperatorStateInputs()) {
      restored.add(read(part));
    }
    committer.store(restored);
  }

  private static SinkCommittable read(StatePartitionStreamProvider part) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(part.getStream(), BUFFER));
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException(
          "the checkpoint holds inserts of version "
              + version
              + ", this sink reads version "
              + VERSION);
    }
    return CommittableSerializer.read(in);
  }

  @Override
  public void processElement(StreamRecord<CommittableMessage<SinkCommittable>> message)
      throws IOException {
    if (message.getValue() instanceof CommittableWithLineage<SinkCommittable> given) {
      SinkCommittable committable = given.getCommittable();
      held.computeIfAbsent(given.getCheckpointId(), id -> new ArrayList<>()).add(committable);
      heldBytes += committable.bytes();
      if (heldBytes > settings.failFromBytes()) {
        throw new IOException(
            "sink "
                + settings.id()
                + " holds "
                + heldBytes
                + " compressed bytes of checkpoints that do not complete, and may hold "
                + settings.failFromBytes()
                + ": it starts again from the last one that did, and nothing is lost");
      }
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (held.isEmpty()) {
      return;
    }
    OperatorStateCheckpointOutputStream out = context.getRawOperatorStateOutput();
    DataOutputView view = new DataOutputViewStreamWrapper(out);
    for (List<SinkCommittable> committables : held.values()) {
      for (SinkCommittable committable : committables) {
        // each a partition of its own, so that they are spread when the parallelism changes
        out.startNewPartition();
        view.writeInt(VERSION);
        CommittableSerializer.write(committable, view);
      }
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    NavigableMap<Long, List<SinkCommittable>> complete = held.headMap(checkpointId, true);
    for (List<SinkCommittable> committables : complete.values()) {
      committer.store(committables);
    }
    complete.clear();
    heldBytes =
        held.values().stream().flatMap(List::stream).mapToLong(SinkCommittable::bytes).sum();
  }

  @Override
  public void close() throws Exception {
    if (committer != null) {
      committer.close();
    }
    super.close();
  }
}
