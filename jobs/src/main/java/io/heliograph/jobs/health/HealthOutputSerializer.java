/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
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

/** Takes rows, events and outcomes to the sink. */
final class HealthOutputSerializer extends RecordSerializer<HealthOutput> {
  private static final long serialVersionUID = 1;
  private static final Stage[] STAGES = Stage.values();

  /** Found by Flink at the record. */
  public static final class Factory extends TypeInfoFactory<HealthOutput> {
    @Override
    public TypeInformation<HealthOutput> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new RecordType<>(HealthOutput.class, new HealthOutputSerializer());
    }
  }

  /** Found by Flink when it restores. */
  public static final class Snapshot extends RecordSnapshot<HealthOutput> {
    public Snapshot() {
      super(HealthOutputSerializer::new);
    }
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(HealthOutput output, RecordOutput out) {
    if (out.flag(output.instance() != null)) {
      row(output.instance(), out);
    }
    if (out.flag(output.event() != null)) {
      event(output.event(), out);
    }
    if (out.flag(output.outcome() != null)) {
      outcome(output.outcome(), out);
    }
    if (out.flag(output.protection() != null)) {
      protection(output.protection(), out);
    }
  }

  @Override
  protected HealthOutput read(RecordInput in, int version) throws IOException {
    return new HealthOutput(
        in.flag() ? row(in) : null,
        in.flag() ? event(in) : null,
        in.flag() ? outcome(in) : null,
        in.flag() ? protection(in) : null);
  }

  private static void row(InstanceRow row, RecordOutput out) {
    HealthFields.write(row.id(), out);
    HealthFields.write(row.profile(), out);
    HealthFields.write(row.verdict(), out);
    out.signed(row.registeredMillis());
    out.signed(row.lastSeenMillis());
    out.signed(row.revision());
  }

  private static InstanceRow row(RecordInput in) throws IOException {
    return new InstanceRow(
        HealthFields.id(in),
        HealthFields.profile(in),
        HealthFields.verdict(in),
        in.signed(),
        in.signed(),
        in.signed());
  }

  private static void event(HealthEvent event, RecordOutput out) {
    HealthFields.write(event.id(), out);
    out.signed(event.timeMillis());
    out.text(event.from());
    HealthFields.write(event.to(), out);
  }

  private static HealthEvent event(RecordInput in) throws IOException {
    return new HealthEvent(HealthFields.id(in), in.signed(), in.name(), HealthFields.verdict(in));
  }

  private static void outcome(Outcome outcome, RecordOutput out) {
    HealthFields.write(outcome.origin(), out);
    out.text(outcome.signal());
    out.value(outcome.stage());
    out.signed(outcome.count());
    out.text(outcome.reason());
    out.bytes(outcome.payload());
  }

  private static Outcome outcome(RecordInput in) throws IOException {
    return new Outcome(
        HealthFields.origin(in), in.name(), in.value(STAGES), in.signed(), in.text(), in.bytes());
  }

  private static void protection(ProtectionEvent event, RecordOutput out) {
    out.signed(event.timeMillis());
    out.text(event.namespace());
    out.text(event.service());
    out.text(event.from());
    out.text(event.to());
    out.signed(event.score());
    out.text(event.reason());
  }

  private static ProtectionEvent protection(RecordInput in) throws IOException {
    return new ProtectionEvent(
        in.signed(), in.name(), in.name(), in.name(), in.name(), (int) in.signed(), in.text());
  }

  @Override
  public HealthOutputSerializer duplicate() {
    return new HealthOutputSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }
}
