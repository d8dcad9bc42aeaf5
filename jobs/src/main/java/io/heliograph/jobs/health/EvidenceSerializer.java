/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.health.peer.PeerFields;
import io.heliograph.jobs.health.peer.PeerStanding;
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

/** Takes probes and standings to the tasks that keep their instances. */
final class EvidenceSerializer extends RecordSerializer<Evidence> {
  private static final long serialVersionUID = 1;

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<Evidence> {
    @Override
    public TypeInformation<Evidence> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new RecordType<>(Evidence.class, new EvidenceSerializer());
    }
  }

  /** Found by Flink when it restores. */
  public static final class Snapshot extends RecordSnapshot<Evidence> {
    public Snapshot() {
      super(EvidenceSerializer::new);
    }
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(Evidence evidence, RecordOutput out) {
    Probe probe = evidence.probe();
    if (out.flag(probe != null)) {
      HealthFields.write(probe.origin(), out);
      HealthFields.write(probe.id(), out);
      out.text(probe.failure());
      out.text(probe.proberId());
    }
    PeerStanding standing = evidence.standing();
    if (out.flag(standing != null)) {
      out.text(standing.namespace());
      out.text(standing.service());
      out.text(standing.instanceId());
      PeerFields.write(standing.standing(), out);
    }
  }

  @Override
  protected Evidence read(RecordInput in, int version) throws IOException {
    Probe probe =
        in.flag()
            ? new Probe(HealthFields.origin(in), HealthFields.id(in), in.name(), in.name())
            : null;
    PeerStanding standing =
        in.flag()
            ? new PeerStanding(in.name(), in.name(), in.text(), PeerFields.standing(in))
            : null;
    return new Evidence(probe, standing);
  }

  @Override
  public EvidenceSerializer duplicate() {
    return new EvidenceSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }
}
