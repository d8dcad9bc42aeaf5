/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.health.peer.PeerFields;
import io.heliograph.jobs.records.RecordInput;
import io.heliograph.jobs.records.RecordOutput;
import io.heliograph.jobs.records.RecordSerializer;
import io.heliograph.jobs.records.RecordSnapshot;
import io.heliograph.jobs.records.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Writes the state of an instance into checkpoints. The row that was last written mostly says what
 * the state says, and then takes no room for it.
 */
final class InstanceStateSerializer extends RecordSerializer<InstanceState> {
  static final RecordType<InstanceState> TYPE =
      new RecordType<>(InstanceState.class, new InstanceStateSerializer());

  private static final long serialVersionUID = 1;
  private static final Lifecycle[] LIFECYCLES = Lifecycle.values();
  private static final int LEAST_PROBER_BYTES = 3;

  /** Found by Flink when it restores. */
  public static final class Snapshot extends RecordSnapshot<InstanceState> {
    public Snapshot() {
      super(InstanceStateSerializer::new);
    }
  }

  @Override
  protected int version() {
    return 4;
  }

  @Override
  protected void write(InstanceState state, RecordOutput out) {
    HealthFields.write(state.id(), out);
    HealthFields.write(state.profile(), out);
    out.value(state.lifecycle());
    incarnation(state.incarnation(), out);
    out.signed(state.lastSeenMillis());
    out.unsigned(state.intervalMillis());
    out.number(state.calls());
    out.number(state.errors());
    out.text(state.probeFailure());
    if (out.flag(state.verdict() != null)) {
      HealthFields.write(state.verdict(), out);
    }
    if (out.flag(state.written() != null)) {
      written(state, state.written(), out);
    }
    observed(state.observed(), out);
    steadiness(state.steadiness(), out);
    if (out.flag(state.advised() != null)) {
      advised(state.advised(), out);
    }
    out.signed(state.wakesAtMillis());
  }

  @Override
  protected InstanceState read(RecordInput in, int version) throws IOException {
    InstanceId id = HealthFields.id(in);
    Profile profile = HealthFields.profile(in);
    Lifecycle lifecycle = in.value(LIFECYCLES);
    Incarnation incarnation =
        new Incarnation(
            in.fixed(),
            in.unsigned(),
            in.numbers(),
            in.signed(),
            in.signed(),
            version >= 3 && in.flag());
    long lastSeen = in.signed();
    long interval = in.unsigned();
    double calls = in.number();
    double errors = in.number();
    String probeFailure = in.name();
    Verdict verdict = in.flag() ? HealthFields.verdict(in) : null;
    return new InstanceState(
        id,
        profile,
        lifecycle,
        incarnation,
        lastSeen,
        interval,
        calls,
        errors,
        probeFailure,
        verdict,
        in.flag() ? written(id, profile, verdict, in) : null,
        observed(in),
        steadiness(in),
        in.flag()
            ? new Advised(HealthFields.state(in), (int) in.signed(), in.signed(), in.signed())
            : null,
        version >= 4 ? in.signed() : 0);
  }

  private static void incarnation(Incarnation incarnation, RecordOutput out) {
    out.fixed(incarnation.startedNanos());
    out.unsigned(incarnation.sequence());
    out.numbers(incarnation.former());
    out.signed(incarnation.registeredMillis());
    out.signed(incarnation.warmUntilMillis());
    out.flag(incarnation.leased());
  }

  private static void written(InstanceState state, InstanceRow row, RecordOutput out) {
    if (out.flag(!row.profile().equals(state.profile()))) {
      HealthFields.write(row.profile(), out);
    }
    if (out.flag(!row.verdict().equals(state.verdict()))) {
      HealthFields.write(row.verdict(), out);
    }
    out.signed(row.registeredMillis());
    out.signed(row.lastSeenMillis());
    out.signed(row.revision());
  }

  private static InstanceRow written(
      InstanceId id, Profile profile, @Nullable Verdict verdict, RecordInput in)
      throws IOException {
    Profile itsProfile = in.flag() ? HealthFields.profile(in) : profile;
    Verdict itsVerdict = in.flag() ? HealthFields.verdict(in) : verdict;
    return new InstanceRow(id, itsProfile, itsVerdict, in.signed(), in.signed(), in.signed());
  }

  private static void observed(Observed observed, RecordOutput out) {
    out.unsigned(observed.probers().size());
    for (ProberView prober : observed.probers()) {
      out.text(prober.proberId());
      out.signed(prober.millis());
      out.text(prober.failure());
    }
    PeerFields.write(observed.standing(), out);
    HealthFields.write(observed.strain(), out);
  }

  private static Observed observed(RecordInput in) throws IOException {
    int count = in.size(LEAST_PROBER_BYTES);
    List<ProberView> probers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      probers.add(new ProberView(in.name(), in.signed(), in.name()));
    }
    return new Observed(List.copyOf(probers), PeerFields.standing(in), HealthFields.strain(in));
  }

  private static void steadiness(Steadiness steadiness, RecordOutput out) {
    if (out.flag(!steadiness.equals(Steadiness.CALM))) {
      out.flag(steadiness.troubled());
      out.signed(steadiness.owedBeats());
      out.number(steadiness.penalty());
      out.signed(steadiness.penaltyMillis());
      out.signed(steadiness.flaps());
      out.signed(steadiness.flapsSinceMillis());
      out.flag(steadiness.held());
    }
  }

  private static Steadiness steadiness(RecordInput in) throws IOException {
    return in.flag()
        ? new Steadiness(
            in.flag(),
            (int) in.signed(),
            in.number(),
            in.signed(),
            (int) in.signed(),
            in.signed(),
            in.flag())
        : Steadiness.CALM;
  }

  private static void advised(Advised advised, RecordOutput out) {
    out.value(advised.state());
    out.signed(advised.score());
    out.signed(advised.millis());
    out.signed(advised.revision());
  }

  @Override
  public InstanceStateSerializer duplicate() {
    return new InstanceStateSerializer();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }
}
