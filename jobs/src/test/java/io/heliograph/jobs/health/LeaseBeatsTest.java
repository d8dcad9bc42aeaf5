/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.health.HealthRules.Step;
import io.heliograph.jobs.health.peer.TrafficEvent;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Stage;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

/** Beats that a registry node tells of a lease, alone and beside those of the instance itself. */
final class LeaseBeatsTest {
  private static final long REGISTERED = START - 60_000;

  private final HealthRules rules = new HealthRules(HealthLimits.defaults());
  private InstanceState state;

  private Step hear(ABeat beat) {
    return take(rules.onBeat(state, beat.build(), Long.MIN_VALUE));
  }

  private Step pass(long logMillis) {
    return take(rules.onTime(state, logMillis));
  }

  private Step take(Step step) {
    state = step.state();
    return step;
  }

  private static ABeat lease(long logMillis) {
    return ABeat.first().at(logMillis).leased(REGISTERED);
  }

  /** What it says of itself, 1.5 s after each beat of its lease. */
  private static ABeat own(long number) {
    return ABeat.number(number).at(START + (number - 1) * INTERVAL + 1_500).load(100, 50);
  }

  private HealthState is() {
    return state.verdict().state();
  }

  @Test
  void leaseAlone_isJudgedByItsRenewals() {
    hear(lease(START));
    assertThat(is()).isEqualTo(HealthState.UP);
    assertThat(hear(lease(START + INTERVAL)).note()).isNull();

    pass(START + 3 * INTERVAL);
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
    pass(START + 5 * INTERVAL);
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  /** A node that is cut off from Kafka must not take its instances down at the other nodes. */
  @Test
  void leaseUnheard_isNoAdvice_andNotHeldAgainstIt() {
    assertThat(hear(lease(START)).advice()).isNotNull();
    for (long second = 20; second <= 600; second += 10) {
      assertThat(pass(START + second * 1_000).advice()).isNull();
    }
    assertThat(is()).isEqualTo(HealthState.DOWN);

    Step back = hear(lease(START + 610_000));
    assertThat(back.event().to()).isEqualTo(new Verdict(HealthState.UP, 100, "healthy"));
    assertThat(back.advice().verdict().state()).isEqualTo(HealthState.UP); // the refresh
    assertThat(state.steadiness()).isEqualTo(Steadiness.CALM);
  }

  @Test
  void leaseUnheardAndForgotten_isTold() {
    hear(lease(START));
    pass(START + 60_000);
    long forgottenAt = START + 4 * INTERVAL + HealthLimits.defaults().forget().toMillis();
    Step last = pass(forgottenAt);
    assertThat(last.state()).isNull();
    assertThat(last.advice().verdict()).isNull();
  }

  @Test
  void leaseAlone_probesCount() {
    hear(lease(START));
    for (String prober : new String[] {"a", "b"}) {
      Origin origin = new Origin("heliograph.probes", 0, 1, START + 1);
      take(rules.onProbe(state, new Probe(origin, ORDERS_1, "refused", prober), START + 1));
    }
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
    assertThat(state.advised().state()).isEqualTo(HealthState.SUSPECT);
  }

  @Test
  void leaseAlone_warmsUpSinceItRegistered() {
    hear(lease(START).sent(START * 1_000_000).warmup(90_000));
    assertThat(state.verdict().reason()).isEqualTo("warming up, 30 s left");
  }

  @Test
  void left_isDownAtOnce_andNoStragglerRevivesIt() {
    hear(lease(START));
    hear(lease(START + 100).left());
    assertThat(state.verdict()).isEqualTo(new Verdict(HealthState.DOWN, 0, "stopped"));

    assertThat(hear(lease(START + 200)).note()).isEqualTo(Stage.LATE);
    assertThat(hear(lease(START + 300).left()).note()).isEqualTo(Stage.DUPLICATE);
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void left_toldByANodeWhoseClockIsBehind_counts() {
    hear(lease(START));
    hear(lease(START - 5_000).left().at(START + 100));
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void registeredAnew_isUpAtOnce_andNoFlap() {
    hear(lease(START));
    hear(lease(START + 100).left());
    hear(ABeat.first().at(START + 200).leased(START + 150));
    assertThat(is()).isEqualTo(HealthState.UP);
    assertThat(state.steadiness()).isEqualTo(Steadiness.CALM);

    hear(ABeat.first().at(START + 400).leased(START + 350)); // the registry forgot it
    assertThat(is()).isEqualTo(HealthState.UP);
    assertThat(state.steadiness()).isEqualTo(Steadiness.CALM);
  }

  @Test
  void beatsItselfToo_isJudgedByItsOwnBeatsAlone() {
    InstanceState withoutLease = null;
    hear(own(1));
    for (int number = 2; number <= 4; number++) {
      withoutLease = state;
      assertThat(hear(lease(START + (number - 1) * INTERVAL).version("other")).note())
          .isEqualTo(Stage.DUPLICATE);
      assertThat(state).isSameAs(withoutLease);
      assertThat(hear(own(number)).note()).isNull();
    }
    assertThat(state.calls()).isGreaterThan(200);
    assertThat(state.profile().version()).isEqualTo("1.4.2");

    for (int number = 5; number <= 9; number++) { // an agent goes on to renew for it
      hear(lease(START + (number - 1) * INTERVAL));
    }
    pass(START + 9 * INTERVAL);
    assertThat(is()).isEqualTo(HealthState.DOWN);
    assertThat(state.incarnation().sequence()).isEqualTo(4);
  }

  /** So that the nodes tell no more of its lease than they need to. */
  @Test
  void advice_saysWhoseBeatsItFollows() {
    assertThat(hear(lease(START)).advice().beatsItself()).isFalse();
    Step own = hear(own(1).load(100, 100));
    assertThat(own.advice().beatsItself()).isTrue();
    assertThat(pass(START + 1_500 + 3 * INTERVAL).advice().beatsItself()).isTrue();

    long anew = START + 5 * INTERVAL;
    assertThat(hear(ABeat.first().at(anew + 10).leased(anew)).advice().beatsItself()).isFalse();
  }

  @Test
  void lease_isNoTraffic() {
    List<TrafficEvent> traffic = new ArrayList<>();
    HealthPipeline.traffic(lease(START).build(), new ListCollector<>(traffic));
    assertThat(traffic).isEmpty();
    HealthPipeline.traffic(own(1).build(), new ListCollector<>(traffic));
    assertThat(traffic).hasSize(1);
  }

  @Test
  void stoppedByItsOwnWord_itsLeaseDoesNotReviveIt() {
    hear(own(1));
    hear(own(2).lifecycle(Lifecycle.STOPPED));
    assertThat(hear(lease(START + 2 * INTERVAL)).note()).isEqualTo(Stage.DUPLICATE);
    assertThat(hear(lease(START + 2 * INTERVAL).left()).note()).isEqualTo(Stage.DUPLICATE);
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void beginsToBeatItself_isTheSameRun() {
    hear(lease(START));
    Origin origin = new Origin("heliograph.probes", 0, 1, START + 1);
    take(rules.onProbe(state, new Probe(origin, ORDERS_1, "refused", "a"), START + 1));

    hear(own(1));

    assertThat(state.incarnation().leased()).isFalse();
    assertThat(state.incarnation().registeredMillis()).isEqualTo(START);
    assertThat(state.steadiness()).isEqualTo(Steadiness.CALM);
    assertThat(state.observed().probers()).hasSize(1);
    assertThat(state.calls()).isEqualTo(100);
    assertThat(hear(lease(START + INTERVAL)).note()).isEqualTo(Stage.DUPLICATE);
    assertThat(hear(own(1)).note()).isEqualTo(Stage.DUPLICATE);
  }

  /** A host without a network: its leases end, and when it is back it registers anew. */
  @Test
  void cutOffAndRegisteredSince_isTheSameProcess_onceItBeatsAgain() {
    hear(own(1));
    long anew = START + 5 * INTERVAL;
    assertThat(hear(ABeat.first().at(anew + 10).leased(anew)).note()).isNull();

    Step again = hear(own(6).sent((anew + 1_500) * 1_000_000).lifecycle(Lifecycle.DRAINING));
    assertThat(again.note()).isNull();
    assertThat(is()).as("what it says counts").isEqualTo(HealthState.DRAINING);
    assertThat(state.incarnation().leased()).isFalse();
    assertThat(state.incarnation().former()).isEmpty();
    assertThat(state.calls()).isEqualTo(100);
    assertThat(hear(ABeat.first().at(anew + INTERVAL).leased(anew)).note())
        .isEqualTo(Stage.DUPLICATE);
    assertThat(hear(own(7).sent((anew + 11_500) * 1_000_000)).note()).isNull();
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void silentAndRegisteredSince_isAnotherProcess_whichNeedNotBeat() {
    hear(own(1));
    long anew = START + 5 * INTERVAL;
    ABeat lease = ABeat.first().at(anew + 10).leased(anew);
    assertThat(hear(lease).note()).isNull();
    assertThat(state.incarnation().leased()).isTrue();
    assertThat(state.calls()).isZero();
    assertThat(is()).isEqualTo(HealthState.UP);

    assertThat(hear(own(2).sent((anew - 1) * 1_000_000)).note())
        .isEqualTo(Stage.LATE); // of the process before
    assertThat(hear(own(1).started(anew * 1_000_000)).note()).isNull();
    assertThat(state.incarnation().leased()).isFalse();
  }
}
