/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

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

/** Takes beats to the tasks that keep their instances. */
final class BeatSerializer extends RecordSerializer<Beat> {
  private static final long serialVersionUID = 1;
  private static final Lifecycle[] LIFECYCLES = Lifecycle.values();

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<Beat> {
    @Override
    public TypeInformation<Beat> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new RecordType<>(Beat.class, new BeatSerializer());
    }
  }

  /** Found by Flink when it restores. */
  public static final class Snapshot extends RecordSnapshot<Beat> {
    public Snapshot() {
      super(BeatSerializer::new);
    }
  }

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void write(Beat beat, RecordOutput out) {
    HealthFields.write(beat.origin(), out);
    HealthFields.write(beat.id(), out);
    HealthFields.write(beat.profile(), out);
    out.value(beat.lifecycle());
    out.fixed(beat.sentNanos());
    out.fixed(beat.startedNanos());
    out.unsigned(beat.sequence());
    out.unsigned(beat.intervalMillis());
    out.unsigned(beat.warmupMillis());
    out.unsigned(beat.calls());
    out.unsigned(beat.errors());
    HealthFields.write(beat.strain(), out);
    out.flag(beat.leased());
  }

  @Override
  protected Beat read(RecordInput in, int version) throws IOException {
    return new Beat(
        HealthFields.origin(in),
        HealthFields.id(in),
        HealthFields.profile(in),
        in.value(LIFECYCLES),
        in.fixed(),
        in.fixed(),
        in.unsigned(),
        in.unsigned(),
        in.unsigned(),
        in.unsigned(),
        in.unsigned(),
        HealthFields.strain(in),
        version >= 2 && in.flag());
  }

  @Override
  public BeatSerializer duplicate() {
    return new BeatSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }
}
