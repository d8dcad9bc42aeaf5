/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.records.RecordInput;
import io.heliograph.jobs.records.RecordOutput;
import io.heliograph.jobs.records.RecordSerializer;
import io.heliograph.jobs.records.RecordSnapshot;
import io.heliograph.jobs.records.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the traffic of an instance into checkpoints. */
final class PeerTrafficSerializer extends RecordSerializer<PeerTraffic> {
  static final RecordType<PeerTraffic> TYPE =
      new RecordType<>(PeerTraffic.class, new PeerTrafficSerializer());

  private static final long serialVersionUID = 1;
  private static final int LEAST_SLOT_BYTES = 7;

  /** Found by Flink when it restores. */
  public static final class Snapshot extends RecordSnapshot<PeerTraffic> {
    public Snapshot() {
      super(PeerTrafficSerializer::new);
    }
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(PeerTraffic traffic, RecordOutput out) {
    out.unsigned(traffic.slots().size());
    for (Slot slot : traffic.slots()) {
      out.signed(slot.startMillis());
      PeerFields.write(slot.traffic(), out);
    }
    out.fixed(traffic.startedNanos());
    out.unsigned(traffic.sequence());
    out.signed(traffic.reportedMillis());
    loss(traffic.errors(), out);
    loss(traffic.latency(), out);
    if (out.flag(traffic.told() != null)) {
      PeerFields.write(traffic.told(), out);
    }
  }

  @Override
  protected PeerTraffic read(RecordInput in, int version) throws IOException {
    int count = in.size(LEAST_SLOT_BYTES);
    List<Slot> slots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      slots.add(new Slot(in.signed(), PeerFields.traffic(in)));
    }
    return new PeerTraffic(
        List.copyOf(slots),
        in.fixed(),
        in.unsigned(),
        in.signed(),
        loss(in),
        loss(in),
        in.flag() ? PeerFields.standing(in) : null);
  }

  private static void loss(Loss loss, RecordOutput out) {
    if (out.flag(!loss.equals(Loss.NONE))) {
      out.number(loss.value());
      out.signed(loss.strikes());
    }
  }

  private static Loss loss(RecordInput in) throws IOException {
    return in.flag() ? new Loss(in.number(), (int) in.signed()) : Loss.NONE;
  }

  @Override
  public PeerTrafficSerializer duplicate() {
    return new PeerTrafficSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }
}
