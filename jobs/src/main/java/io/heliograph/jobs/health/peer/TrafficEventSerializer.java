/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import io.heliograph.jobs.records.RecordInput;
import io.heliograph.jobs.records.RecordOutput;
import io.heliograph.jobs.records.RecordSerializer;
import io.heliograph.jobs.records.RecordSnapshot;
import io.heliograph.jobs.records.RecordType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Takes traffic to the tasks that compare the instances of its service. */
final class TrafficEventSerializer extends RecordSerializer<TrafficEvent> {
  private static final long serialVersionUID = 1;

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<TrafficEvent> {
    @Override
    public TypeInformation<TrafficEvent> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new RecordType<>(TrafficEvent.class, new TrafficEventSerializer());
    }
  }

  /** Found by Flink when it restores. */
  public static final class Snapshot extends RecordSnapshot<TrafficEvent> {
    public Snapshot() {
      super(TrafficEventSerializer::new);
    }
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(TrafficEvent event, RecordOutput out) {
    out.text(event.namespace());
    out.text(event.service());
    out.text(event.instanceId());
    out.signed(event.slotMillis());
    out.fixed(event.startedNanos());
    out.unsigned(event.sequence());
    PeerFields.write(event.traffic(), out);
  }

  @Override
  protected TrafficEvent read(RecordInput in, int version) throws IOException {
    return new TrafficEvent(
        in.name(),
        in.name(),
        in.text(),
        in.signed(),
        in.fixed(),
        in.unsigned(),
        PeerFields.traffic(in));
  }

  @Override
  public TrafficEventSerializer duplicate() {
    return new TrafficEventSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }
}
