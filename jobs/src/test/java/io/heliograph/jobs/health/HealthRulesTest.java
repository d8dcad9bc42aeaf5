/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.health.HealthRules.Step;
import io.heliograph.jobs.health.peer.Standing;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Stage;
import org.junit.jupiter.api.Test;

final class HealthRulesTest {
  private static final long NO_WATERMARK = Long.MIN_VALUE;
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final HealthRules rules = new HealthRules(HealthLimits.defaults());
  private InstanceState state;
  private long passed;

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
    Step last = Step.none(state, null);
    long now = Math.max(passed, state.lastSeenMillis());
    while (state != null && rules.nextDeadline(state, now) <= logMillis) {
      now = rules.nextDeadline(state, now);
      last = take(rules.onTime(state, now));
      passed = now;
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
  void beatsAfterSilence_areUpAfterThree_andTheScoreComesBackBitByBit() {
    hear(ABeat.first());
    passTo(START + 3 * INTERVAL);

    Step first = hear(ABeat.number(4));
    Step second = hear(ABeat.number(5));
    Step third = hear(ABeat.number(6));
    Step fourth = hear(ABeat.number(7));

    assertThat(first.event()).isNull();
    assertThat(first.row().verdict())
        .isEqualTo(
            new Verdict(HealthState.SUSPECT, 75, "recovering, 1 of 3 good heartbeats; healthy"));
    assertThat(second.row().verdict().score()).isEqualTo(100);
    assertThat(third.event().from()).isEqualTo("SUSPECT");
    assertThat(third.event().to()).isEqualTo(new Verdict(HealthState.UP, 100, "healthy"));
    assertThat(fourth.event()).isNull();
  }

  @Test
  void beatAfterDown_getsAShareAtOnce_andIsUpAfterThree() {
    hear(ABeat.first());
    passTo(START + 5 * INTERVAL);

    Step first = hear(ABeat.number(6));

    assertThat(first.event().from()).isEqualTo("DOWN");
    assertThat(first.event().to().state()).isEqualTo(HealthState.SUSPECT);
    assertThat(first.event().to().score()).isEqualTo(25);
    hear(ABeat.number(7));
    hear(ABeat.number(8));
    assertThat(is()).isEqualTo(HealthState.UP);
    assertThat(state.verdict().score()).isEqualTo(75);
  }

  @Test
  void silenceWhileRecovering_beginsAnew() {
    hear(ABeat.first());
    passTo(START + 3 * INTERVAL);
    hear(ABeat.number(4));
    hear(ABeat.number(5));
    passTo(START + 6 * INTERVAL);
    hear(ABeat.number(8));

    assertThat(state.verdict().reason()).startsWith("recovering, 1 of 3");
    assertThat(state.steadiness().flaps()).isEqualTo(2);
  }

  @Test
  void oneBeatLate_costsNothing() {
    hear(ABeat.first());

    Step probed = take(rules.onProbe(state, probe("", "prober-1"), START + 2 * INTERVAL - 1));

    assertThat(probed.state().verdict().score()).isEqualTo(100);
  }

  /** Silent for two promises, well for three beats, again and again. */
  @Test
  void flapping_isHeldForAGrowingTime_andThenFree() {
    long sequence = 0;
    long at = START;
    hear(ABeat.first().every(1_000).sequence(++sequence));
    for (int flap = 1; flap <= 3; flap++) {
      passTo(at + 2_500);
      at += 2_500;
      for (int i = 0; i < 3; i++) {
        at += 500;
        hear(ABeat.first().every(1_000).sequence(++sequence).at(at));
      }
    }
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
    assertThat(state.verdict().reason())
        .startsWith("held: in trouble 3 times within 8 s, ")
        .endsWith(" s to go if it stays calm; healthy");
    assertThat(state.verdict().score()).isLessThanOrEqualTo(50);
    long until = FlapDamping.heldUntilMillis(state.steadiness());
    assertThat(until - at).isBetween(200_000L, 260_000L);

    while (at < until - 500) {
      at += 500;
      hear(ABeat.first().every(1_000).sequence(++sequence).at(at));
      assertThat(is()).isEqualTo(HealthState.SUSPECT);
    }
    at += 1_000;
    Step free = hear(ABeat.first().every(1_000).sequence(++sequence).at(at));

    assertThat(free.event().to().state()).isEqualTo(HealthState.UP);
    hear(ABeat.first().every(1_000).sequence(++sequence).at(at + 500));
    hear(ABeat.first().every(1_000).sequence(++sequence).at(at + 1_000));
    assertThat(state.verdict()).isEqualTo(new Verdict(HealthState.UP, 100, "healthy"));
  }

  @Test
  void held_isLetGoByTheClock_withoutABeat() {
    hear(ABeat.first().every(3_600_000));
    state = state.steadied(new Steadiness(false, 0, 3_000, START, 3, START, true));

    Step step = passTo(FlapDamping.heldUntilMillis(state.steadiness()));

    assertThat(step.state().steadiness().held()).isFalse();
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void heldAndSilent_isDown() {
    hear(ABeat.first());
    state = state.steadied(new Steadiness(false, 0, 20_000, START, 9, START, true));
    passTo(START + 4 * INTERVAL);

    assertThat(is()).isEqualTo(HealthState.DOWN);
  }

  @Test
  void crashLoop_countsAsFlaps_alsoForTheNewProcess() {
    long at = START;
    for (int run = 0; run < 4; run++) {
      at += 5_000;
      hear(ABeat.first().every(1_000).at(at).started(at * 1_000_000));
    }
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
    assertThat(state.verdict().reason()).startsWith("held: in trouble 3 times within 10 s");
  }

  @Test
  void cleanRestarts_areNoFlaps() {
    long at = START;
    for (int run = 0; run < 20; run++) {
      at += 5_000;
      hear(ABeat.first().at(at).started(at * 1_000_000));
      hear(
          ABeat.first()
              .sequence(2)
              .at(at + 1)
              .started(at * 1_000_000)
              .lifecycle(Lifecycle.STOPPED));
    }
    assertThat(state.steadiness()).isEqualTo(Steadiness.CALM);
  }

  @Test
  void duplicateBeat_changesNothingButIsNoted() {
    hear(ABeat.number(3));
    InstanceState before = state;

    Step step = hear(ABeat.number(3).at(START + 9 * INTERVAL));

    assertThat(step).isEqualTo(Step.none(before, Stage.DUPLICATE));
  }

  @Test
  void overtakenBeat_doesNotMoveStateBack() {
    hear(ABeat.number(2).lifecycle(Lifecycle.STARTING));
    hear(ABeat.number(3));
    InstanceState before = state;

    Step step = hear(ABeat.number(2).lifecycle(Lifecycle.STARTING).at(START + 21_000));

    assertThat(step).isEqualTo(Step.none(before, Stage.LATE));
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

    assertThat(step.state()).isNull();
    assertThat(step.row()).isNull();
    assertThat(step.event()).isNull();
    assertThat(step.advice().verdict()).isNull();
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
    assertThat(hear(ABeat.number(2).load(10, 10)).row().verdict().score()).isEqualTo(20);
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

  private Step probed(String prober, String failure, long millis) {
    Probe probe =
        new Probe(
            new Origin("heliograph.probes", 0, 1, millis),
            ORDERS_1,
            failure.isEmpty() ? "" : failure + " for " + prober,
            prober);
    return take(rules.onProbe(state, probe, NO_WATERMARK));
  }

  @Test
  void probe_thatFailsForOneProberAlone_costsScoreAndNoMore() {
    hear(ABeat.first());

    Step failed = probed("prober-1", "timed out", START);

    assertThat(failed.event()).isNull();
    assertThat(failed.row().verdict())
        .isEqualTo(
            new Verdict(
                HealthState.UP,
                60,
                "beats arrive; 1 of 1 probers fail, last: timed out for prober-1"));
    assertThat(probed("prober-1", "timed out", START + 1).row()).isNull();
    assertThat(probed("prober-1", "", START + 2).row().verdict().reason()).isEqualTo("healthy");
  }

  @Test
  void probes_thatFailForAQuorum_makeItSuspect_neverDown() {
    hear(ABeat.first());
    probed("prober-1", "", START);
    probed("prober-2", "refused", START);
    assertThat(state.verdict().score()).isEqualTo(100);

    Step step = probed("prober-3", "refused", START);

    assertThat(step.event().to())
        .isEqualTo(
            new Verdict(
                HealthState.SUSPECT,
                47,
                "beats arrive; 2 of 3 probers fail, last: refused for prober-2"));
    for (long n = 2; n <= 9; n++) {
      probed("prober-1", "refused", START + n * INTERVAL);
      probed("prober-2", "refused", START + n * INTERVAL);
      hear(ABeat.number(n));
      assertThat(is()).isEqualTo(HealthState.SUSPECT);
    }
    assertThat(state.verdict().score()).isEqualTo(20);
  }

  @Test
  void probes_thatSucceedAgain_areUpAfterThreeBeats() {
    hear(ABeat.first());
    probed("prober-1", "refused", START);
    probed("prober-2", "refused", START);
    probed("prober-1", "", START + 1);
    Step well = probed("prober-2", "", START + 1);
    assertThat(well.state().verdict().reason()).startsWith("recovering, 0 of 3");

    hear(ABeat.number(2));
    hear(ABeat.number(3));
    assertThat(is()).isEqualTo(HealthState.SUSPECT);
    hear(ABeat.number(4));
    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void probes_ofProbersThatWentAway_areForgotten() {
    hear(ABeat.first());
    probed("prober-1", "refused", START);
    probed("prober-2", "refused", START);
    for (long n = 2; n <= 14; n++) {
      hear(ABeat.number(n));
    }
    assertThat(state.verdict()).isEqualTo(new Verdict(HealthState.UP, 100, "healthy"));
  }

  @Test
  void probe_overtakenByALaterOneOfItsProber_isLate() {
    hear(ABeat.first());
    probed("prober-1", "", START + 100);
    InstanceState before = state;

    assertThat(probed("prober-1", "refused", START + 99)).isEqualTo(Step.none(before, Stage.LATE));
  }

  @Test
  void probers_areRememberedUpToEight() {
    hear(ABeat.first());
    for (int prober = 1; prober <= 20; prober++) {
      probed("prober-" + prober, "", START + prober);
    }
    assertThat(state.observed().probers()).hasSize(8);
    assertThat(state.observed().probers().get(0).proberId()).isEqualTo("prober-13");
  }

  @Test
  void probe_ahead_doesNotAgeTheInstance() {
    hear(ABeat.first());
    Probe anHourAhead =
        new Probe(
            new Origin("heliograph.probes", 0, 1, START + 3_600_000), ORDERS_1, "failed", "p");

    take(rules.onProbe(state, anHourAhead, START + 1));

    assertThat(is()).isEqualTo(HealthState.UP);
  }

  @Test
  void probe_ofAnUnknownInstance_isNoInstance() {
    assertThat(rules.onProbe(null, probe("failed", "prober-1"), START))
        .isEqualTo(Step.none(null, null));
  }

  private static Probe probe(String failure, String prober) {
    return new Probe(new Origin("heliograph.probes", 0, 1, START), ORDERS_1, failure, prober);
  }

  private static Standing slow(long millis, double loss) {
    return new Standing(millis, 10, 0, 0, 0, 10, 900_000_000, 300_000_000, loss);
  }

  @Test
  void standing_ofASlowInstance_lowersItsScoreInWords() {
    hear(ABeat.first().strain(0.97, 12.5, 40));

    Step step = take(rules.onStanding(state, slow(START, 0.67), START));

    assertThat(step.event()).isNull();
    assertThat(step.row().verdict())
        .isEqualTo(
            new Verdict(
                HealthState.UP,
                33,
                "beats arrive; its calls take 900 ms, those of its peers 300 ms (p90); cpu 97 %;"
                    + " load 12.5; 40 calls in flight"));
    assertThat(step.advice().verdict().score()).isEqualTo(33);
  }

  @Test
  void standing_thatIsNotRefreshed_isForgotten() {
    hear(ABeat.first());
    take(rules.onStanding(state, slow(START, 0.8), START));
    for (long n = 2; n <= 15; n++) {
      hear(ABeat.number(n));
    }
    assertThat(state.verdict()).isEqualTo(new Verdict(HealthState.UP, 100, "healthy"));
  }

  @Test
  void standing_olderThanTheOneKnown_isIgnored() {
    hear(ABeat.first());
    take(rules.onStanding(state, slow(START + 5_000, 0), START + 5_000));
    InstanceState before = state;

    assertThat(take(rules.onStanding(state, slow(START, 0.8), START + 5_000)))
        .isEqualTo(Step.none(before, null));
    assertThat(rules.onStanding(null, slow(START, 0.8), START)).isEqualTo(Step.none(null, null));
  }

  @Test
  void errors_thatPeersHaveAsWell_costNothing() {
    hear(ABeat.first().load(200, 100));
    assertThat(state.verdict().score()).isEqualTo(50);
    Standing alike = new Standing(START, 10, 0.5, 0.48, 0, 0, 0, 0, 0);

    take(rules.onStanding(state, alike, START));
    hear(ABeat.number(2).load(200, 100));
    hear(ABeat.number(3).load(200, 100));

    assertThat(state.verdict())
        .isEqualTo(
            new Verdict(
                HealthState.UP, 100, "beats arrive; 50% of its calls fail, 48% of its peers'"));
  }

  @Test
  void advice_isGivenForChangesAndEveryHalfMinute() {
    int advices = 0;
    for (int n = 1; n <= 61; n++) {
      Step step = hear(ABeat.first().every(1_000).sequence(n).at(START + (n - 1) * 1_000L));
      advices += step.advice() == null ? 0 : 1;
    }
    assertThat(advices).isEqualTo(3);
    Advice down = passTo(START + 64_000).advice();
    assertThat(down.verdict().state()).isEqualTo(HealthState.DOWN);
    assertThat(down.revision()).isEqualTo((START + 64_000) * 1_000);
  }
}
