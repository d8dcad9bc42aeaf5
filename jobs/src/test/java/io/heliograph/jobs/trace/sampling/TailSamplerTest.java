/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static io.heliograph.jobs.trace.sampling.ATraceSummary.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailSamplerTest {
  private static final SamplingSettings ALL =
      SamplingSettings.parse("errors,findings,slow=0.99,share=0.01");

  private final TailSampler sampler = new TailSampler(ALL, 1);

  @Test
  void decide_whileOff_keepsNoneAndEachStandsForItself() {
    TailSampler off = new TailSampler(SamplingSettings.OFF, 1);

    assertThat(off.decide(order(1).thatFailed().withFinding().build())).isEqualTo(Keep.OFF);
    assertThat(off.revise(Keep.OFF, order(1).thatFailed().build())).isEqualTo(new Keep("", 1));
  }

  @Test
  void decide_severalPoliciesApply_theFirstNamesTheReason() {
    warmUp();

    assertThat(sampler.decide(order(1).thatFailed().withFinding().took(900).build()))
        .isEqualTo(new Keep("error", 1));
    assertThat(sampler.decide(order(1).withFinding().took(900).build()))
        .isEqualTo(new Keep("finding", 1));
    assertThat(sampler.decide(order(1).took(900).build())).isEqualTo(new Keep("slow", 1));
  }

  @Test
  void decide_policiesSwitchedOff_doNotKeep() {
    TailSampler shareOnly = new TailSampler(SamplingSettings.parse("share=0.000001"), 1);

    assertThat(shareOnly.decide(order(1).thatFailed().withFinding().build())).isEqualTo(Keep.NO);
  }

  @Test
  void decide_before200TracesOfTheOperation_noneIsSlow() {
    for (int i = 0; i < 199; i++) {
      sampler.decide(order(i).build());
    }
    assertThat(reason(order(-1).took(900))).isNotEqualTo("slow");
    assertThat(reason(order(-1).took(900).of("orders", "cancel"))).isNotEqualTo("slow");

    assertThat(reason(order(-1).took(901))).isEqualTo("slow");
  }

  @Test
  void decide_operationThatIsSlowAsARule_isNotSlow() {
    warmUp();
    for (int i = 0; i < 200; i++) {
      sampler.decide(order(i).of("orders", "report").took(9_000).build());
    }

    assertThat(reason(order(-1).of("orders", "report").took(9_000))).isNotEqualTo("slow");
    assertThat(reason(order(-1).took(9_000))).isEqualTo("slow");
  }

  @Test
  void decide_operationThatBecameSlow_isTheNewRuleSoon() {
    warmUp();
    int slow = 0;
    for (int i = 0; i < 10_000; i++) {
      slow += reason(order(i).took(400)).equals("slow") ? 1 : 0;
    }

    assertThat(slow).isBetween(2, 10);
  }

  @Test
  void decide_share_keepsTheSameTracesInAnyOrderAndOnAnySubtask() {
    TailSampler other = new TailSampler(ALL, 8);
    List<Long> kept = new ArrayList<>();
    List<Long> keptByOther = new ArrayList<>();
    for (long id = 0; id < 10_000; id++) {
      if (reason(order(id)).equals("share")) {
        kept.add(id);
      }
      if (other.decide(order(9_999 - id).build()).reason().equals("share")) {
        keptByOther.add(0, 9_999 - id);
      }
    }

    assertThat(kept).isEqualTo(keptByOther).hasSizeBetween(70, 130);
    assertThat(sampler.decide(order(kept.get(0)).build())).isEqualTo(new Keep("share", 100));
  }

  @Test
  void revise_withLateError_keepsWhatWasNotKept() {
    assertThat(sampler.revise(Keep.NO, order(1).thatFailed().build()))
        .isEqualTo(new Keep("error", 1));
    assertThat(sampler.revise(new Keep("share", 100), order(1).thatFailed().build()))
        .isEqualTo(new Keep("error", 1));
  }

  @Test
  void revise_thatNoLongerHasAReason_takesNothingBack() {
    for (Keep before : List.of(Keep.FINDING, Keep.SLOW, new Keep("rate", 7), Keep.NO)) {
      assertThat(sampler.revise(before, order(1).build())).isEqualTo(before);
    }
  }

  @Test
  void revise_drawsNotAgain_soEveryRevisionHasTheWeightOfTheFirst() {
    TailSampler all = new TailSampler(SamplingSettings.parse("share=1"), 1);

    assertThat(all.revise(Keep.NO, order(1).build())).isEqualTo(Keep.NO);
  }

  @Test
  void revise_learnsNothing() {
    for (int i = 0; i < 1_000; i++) {
      sampler.revise(Keep.NO, order(i).build());
    }

    assertThat(reason(order(-1).took(900))).isNotEqualTo("slow");
  }

  @Test
  void revise_whileOff_leavesTheDecisionOfBefore() {
    TailSampler off = new TailSampler(SamplingSettings.OFF, 1);

    assertThat(off.revise(Keep.NO, order(1).thatFailed().build())).isEqualTo(Keep.NO);
  }

  @Test
  void decide_namesWithoutEnd_forgetsThoseUnusedForLongestAndCountsThem() {
    TailSampler small =
        new TailSampler(new SamplingSettings(false, false, 0.9, 10, 0.01, 10, 100), 1);
    for (int i = 0; i < 1_000; i++) {
      small.decide(order(i).of("service-" + i / 2, "operation-" + i).build());
      small.decide(order(-1).build());
    }

    assertThat(small.forgottenOperations()).isEqualTo(901);
    assertThat(small.forgottenServices()).isEqualTo(401);
    assertThat(small.decide(order(-1).took(900).build()).reason()).isEqualTo("slow");
  }

  @Test
  void decide_numbersOutOfRange_areTakenAsTheyCome() {
    for (long nanos : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
      for (long start : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}) {
        Keep keep = sampler.decide(new TraceSummary(start, "", "", nanos, false, 0, start));
        assertThat(keep.reason()).isIn("", "share");
      }
    }
  }

  @Test
  void constructor_withoutSubtasks_isRefused() {
    assertThatThrownBy(() -> new TailSampler(ALL, 0)).hasMessageContaining("subtasks is 0");
  }

  private void warmUp() {
    for (int i = 0; i < 500; i++) {
      sampler.decide(order(i).build());
    }
  }

  private String reason(ATraceSummary trace) {
    return sampler.decide(trace.build()).reason();
  }
}
