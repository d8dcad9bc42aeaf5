/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.health.HealthRules.Step;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Stage;
import org.junit.jupiter.api.Test;

final class HealthRulesTest {
  private static final long NO_WATERMARK = Long.MIN_VALUE;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final HealthRules rules = new HealthRules(HealthLimits.defaults());
  private InstanceState state;

  private Step hear(ABeat beat) {
    return hear(beat, NO_WATERMARK);
  }

  private Step hear(ABeat beat, long watermark) {
    return take(rules.onBeat(state, beat.build(), watermark));
  }

  private Step take(Step step) {
    state = step.state();
    return step;
  }

  /** Lets log time pass as the function does: from deadline to deadline. */
  private Step passTo(long logMillis) {
    Step last = new Step(state, null, null, null);
    while (state != null && rules.nextDeadline(state) <= logMillis) {
      last = take(rules.onTime(state, rules.nextDeadline(state)));
    }
    return last;
  }

  private HealthState is() {
    return state.verdict().state();
  }

  @Test
  void firstBeat_isUp() {
    Step step = hear(ABeat.first());

    assertThat(step.event())
        .isEqualTo(
            new HealthEvent(ORDERS_1, START, "", new Verdict(HealthState.UP, 100, "healthy")));
    assertThat(step.row().registeredMillis()).isEqualTo(START);
    assertThat(step.row().lastSeenMillis()).isEqualTo(START);
    assertThat(step.note()).isNull();
  }

  @Test
  void silence_suspectAfterTwoPromisesDownAfterFour() {
    hear(ABeat.first());

    assertThat(passTo(START + 2 * INTERVAL - 1).event()).isNull();
    HealthEvent suspect = passTo(START + 2 * INTERVAL).event();
    HealthEvent stillSuspect = passTo(START + 4 * INTERVAL - 1).event();
    HealthEvent down = passTo(START + 4 * INTERVAL).event();

    assertThat(suspect.from()).isEqualTo("UP");
    assertThat(suspect.to())
        .isEqualTo(
            new Verdict(HealthState.SUSPECT, 50, "no heartbeat for 2 times the promised 10 s"));
    assertThat(suspect.timeMillis()).isEqualTo(START + 2 * INTERVAL);
    assertThat(stillSuspect).isNull();
    assertThat(down.from()).isEqualTo("SUSPECT");
    assertThat(down.to().score()).isZero();
    assertThat(down.timeMillis()).isEqualTo(START + 4 * INTERVAL);
  }

  @Test
  void silence_judgedByThePromiseOfTheLastBeat() {
    hear(ABeat.first().every(1_000));

    passTo(START + 2_000);
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
    passTo(START + 4_000);
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void beatAfterSilence_isUpAgain() {
    hear(ABeat.first());
    passTo(START + 3 * INTERVAL);

    Step step = hear(ABeat.number(4));

    assertThat(step.event().from()).isEqualTo("SUSPECT");
    assertThat(step.event().to().state()).isEqualTo(HealthState.UP);
    assertThat(step.row().verdict().score()).isEqualTo(100);
  }

  @Test
  void beatAfterDown_isUpAgain() {
    hear(ABeat.first());
    passTo(START + 5 * INTERVAL);

    assertThat(hear(ABeat.number(6)).event().from()).isEqualTo("DOWN");
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void duplicateBeat_changesNothingButIsNoted() {
    hear(ABeat.number(3));
    InstanceState before = state;

    Step step = hear(ABeat.number(3).at(START + 9 * INTERVAL));

    assertThat(step).isEqualTo(new Step(before, null, null, Stage.DUPLICATE));
  }

  @Test
  void overtakenBeat_doesNotMoveStateBack() {
    hear(ABeat.number(2).lifecycle(Lifecycle.STARTING));
    hear(ABeat.number(3));
    InstanceState before = state;

    Step step = hear(ABeat.number(2).lifecycle(Lifecycle.STARTING).at(START + 21_000));

    assertThat(step).isEqualTo(new Step(before, null, null, Stage.LATE));
  }

  @Test
  void replayOfOldBeats_doesNotReviveTheDead() {
    for (long n = 1; n <= 360; n++) {
      hear(ABeat.number(n));
    }
    long end = START + 500 * INTERVAL;
    passTo(end);
    assertThat(is()).isEqualTo(HealthState.DOWN);

    for (long n = 1; n <= 360; n++) {
      Step step = hear(ABeat.number(n).at(end + n), end);
      assertThat(step.note()).isIn(Stage.LATE, Stage.DUPLICATE);
    }

    assertThat(is()).isEqualTo(HealthState.DOWN);
    assertThat(state.lastSeenMillis()).isEqualTo(START + 359 * INTERVAL);
  }

  @Test
  void beatHeldUpOnItsWay_isJudgedByHowFarTheLogHasCome() {
    Step step = hear(ABeat.first(), START + 5 * INTERVAL);

    assertThat(step.event().to().state()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void restart_beginsANewIncarnation() {
    hear(ABeat.number(100));
    long restart = START + 100 * INTERVAL;

    Step step = hear(ABeat.first().at(restart).started(restart * 1_000_000));

    assertThat(step.note()).isNull();
    assertThat(step.row().registeredMillis()).isEqualTo(restart);
    assertThat(state.incarnation().sequence()).isEqualTo(1);
  }

  @Test
  void stragglerOfTheOldProcess_isLate() {
    hear(ABeat.number(100));
    long restart = START + 100 * INTERVAL;
    hear(ABeat.first().at(restart).started(restart * 1_000_000));

    Step step = hear(ABeat.number(101).lifecycle(Lifecycle.STOPPED).at(restart + 1));

    assertThat(step.note()).isEqualTo(Stage.LATE);
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void stragglerOfTheOldProcess_isLateEvenWhenTheNewOneIsDown() {
    hear(ABeat.number(100));
    long restart = START + 100 * INTERVAL;
    hear(ABeat.first().at(restart).started(restart * 1_000_000));
    long end = restart + 10 * INTERVAL;
    passTo(end);

    assertThat(hear(ABeat.number(101).at(end + 1), end).note()).isEqualTo(Stage.LATE);
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void restartWithTheClockSetBack_isTakenUpOnceTheOldProcessIsSilent() {
    hear(ABeat.number(100));
    long dayBefore = START * 1_000_000 - DAY_NANOS;

    Step early = hear(ABeat.first().at(START + 100 * INTERVAL).started(dayBefore));
    passTo(START + 101 * INTERVAL);
    Step later = hear(ABeat.first().sequence(3).at(START + 102 * INTERVAL).started(dayBefore));

    assertThat(early.note()).isEqualTo(Stage.LATE);
    assertThat(later.note()).isNull();
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void senderClockAYearOff_doesNotMatter() {
    long yearOff = 365 * DAY_NANOS;
    long started = START * 1_000_000 + yearOff;
    hear(ABeat.first().started(started).sent(started));
    hear(ABeat.number(2).started(started).sent(started + INTERVAL * 1_000_000));

    assertThat(is()).isEqualTo(HealthState.UP);
    passTo(START + 3 * INTERVAL);
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
  }

  @Test
  void unnumberedBeats_eachCount() {
    hear(ABeat.first().sequence(0).started(0));
    hear(ABeat.first().sequence(0).started(0).at(START + INTERVAL));

    assertThat(state.lastSeenMillis()).isEqualTo(START + INTERVAL);
  }

  @Test
  void warmup_isUpWhenItEnds() {
    hear(ABeat.first().warmup(25_000));
    assertThat(state.verdict())
        .isEqualTo(new Verdict(HealthState.WARMING, 100, "warming up, 25 s left"));
    hear(ABeat.number(2).warmup(25_000));
    hear(ABeat.number(3).warmup(25_000));

    Step step = passTo(START + 25_000);

    assertThat(step.event().timeMillis()).isEqualTo(START + 25_000);
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void warmup_ofAnOldProcessSeenForTheFirstTime_isOver() {
    long started = 1_000_000;
    long hour = 3_600_000_000_000L;
    hear(ABeat.first().warmup(60_000).started(started).sent(started + hour));

    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void starting_isWarmingUntilItServes() {
    hear(ABeat.first().lifecycle(Lifecycle.STARTING));
    assertThat(is()).isEqualTo(HealthState.WARMING);

    hear(ABeat.number(2));
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void draining_takesNoTrafficAndEndsInDown() {
    hear(ABeat.first());
    Step step = hear(ABeat.number(2).lifecycle(Lifecycle.DRAINING));
    assertThat(step.event().to())
        .isEqualTo(new Verdict(HealthState.DRAINING, 0, "draining, by its own word"));

    passTo(START + 4 * INTERVAL);
    assertThat(is()).isEqualTo(HealthState.DRAINING);
    passTo(START + 5 * INTERVAL);
    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void disabled_staysDisabledWhileItBeats() {
    hear(ABeat.first().lifecycle(Lifecycle.DISABLED));
    hear(ABeat.number(2).lifecycle(Lifecycle.DISABLED));

    assertThat(is()).isEqualTo(HealthState.DISABLED);
  }

  @Test
  void stopped_isDownAtOnceWithTheReason() {
    hear(ABeat.first());

    Step step = hear(ABeat.number(2).lifecycle(Lifecycle.STOPPED));

    assertThat(step.event().to()).isEqualTo(new Verdict(HealthState.DOWN, 0, "stopped"));
  }

  @Test
  void down_isForgottenAnHourLater() {
    hear(ABeat.first());

    Step step = passTo(START + 4 * INTERVAL + 3_600_000);

    assertThat(step).isEqualTo(new Step(null, null, null, null));
  }

  @Test
  void errors_lowerTheScoreAndShowInTheReason() {
    Step step = hear(ABeat.first().load(200, 46));

    assertThat(step.row().verdict())
        .isEqualTo(new Verdict(HealthState.UP, 77, "beats arrive; 23% of its calls fail"));
  }

  @Test
  void errors_ofFewCalls_sayNothing() {
    assertThat(hear(ABeat.first().load(9, 9)).row().verdict().score()).isEqualTo(100);
    assertThat(hear(ABeat.number(2).load(10, 10)).row().verdict().score()).isZero();
  }

  @Test
  void errors_fadeOverLaterBeats() {
    hear(ABeat.first().load(100, 100));
    for (long n = 2; n <= 20; n++) {
      hear(ABeat.number(n).load(100, 0));
    }

    assertThat(state.verdict().score()).isEqualTo(100);
  }

  @Test
  void row_refreshedEveryFiveSecondsWhenNothingChanged() {
    hear(ABeat.first().every(1_000));
    int rows = 0;
    for (int n = 2; n <= 61; n++) {
      Step step = hear(ABeat.first().every(1_000).sequence(n).at(START + (n - 1) * 1_000L));
      rows += step.row() == null ? 0 : 1;
    }

    assertThat(rows).isEqualTo(12);
  }

  @Test
  void row_writtenAtOnceWhenTheProfileChanges() {
    hear(ABeat.first().every(1_000));

    Step step = hear(ABeat.first().sequence(2).at(START + 1).version("1.5.0"));

    assertThat(step.row().profile().version()).isEqualTo("1.5.0");
    assertThat(step.event()).isNull();
  }

  @Test
  void revision_growsWithEveryRowAlsoAfterBeingForgotten() {
    long first = hear(ABeat.first()).row().revision();
    long second = hear(ABeat.first().sequence(2).version("1.5.0")).row().revision();
    passTo(START + 4_000_000);
    assertThat(state).isNull();
    long third = hear(ABeat.number(500)).row().revision();

    assertThat(second).isGreaterThan(first);
    assertThat(third).isGreaterThan(second);
  }

  @Test
  void probe_isNotedInTheReasonAndDecidesNothing() {
    hear(ABeat.first());
    Probe failed = probe("timed out for prober-1, no route");

    Step step = take(rules.onProbe(state, failed, NO_WATERMARK));
    Step again = take(rules.onProbe(state, failed, NO_WATERMARK));
    Step well = take(rules.onProbe(state, probe(""), NO_WATERMARK));

    assertThat(step.row().verdict())
        .isEqualTo(
            new Verdict(
                HealthState.UP, 100, "beats arrive; last probe: timed out for prober-1, no route"));
    assertThat(step.event()).isNull();
    assertThat(again.row()).isNull();
    assertThat(well.row().verdict().reason()).isEqualTo("healthy");
  }

  @Test
  void probe_ahead_doesNotAgeTheInstance() {
    hear(ABeat.first());

    Probe anHourAhead =
        new Probe(new Origin("heliograph.probes", 0, 1, START + 3_600_000), ORDERS_1, "failed");
    take(rules.onProbe(state, anHourAhead, START + 1));

    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void probe_ofAnUnknownInstance_isNoInstance() {
    assertThat(rules.onProbe(null, probe("failed"), START))
        .isEqualTo(new Step(null, null, null, null));
  }

  private static Probe probe(String failure) {
    return new Probe(new Origin("heliograph.probes", 0, 1, START), ORDERS_1, failure);
  }
}
