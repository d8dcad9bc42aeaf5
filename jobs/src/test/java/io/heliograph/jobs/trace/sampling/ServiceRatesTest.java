/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static io.heliograph.jobs.trace.sampling.ATraceSummary.order;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ServiceRatesTest {
  private static final SamplingSettings TEN_A_MINUTE = SamplingSettings.parse("rate=10");

  private final ServiceRates rates = new ServiceRates(TEN_A_MINUTE, 1);

  @Test
  void probability_ofTheFirstTraces_isOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(rates.probability(order(i).build())).isEqualTo(1);
    }
    assertThat(rates.probability(order(11).build())).isLessThan(1);
  }

  @Test
  void probability_ofQuietServices_isOneEachMinute() {
    for (int minute = 0; minute < 100; minute++) {
      assertThat(keptInMinute(minute, 9, "orders")).isEqualTo(9);
    }
  }

  @Test
  void probability_overASteadyMinute_addsUpToTheRate() {
    keptInMinute(0, 6_000, "orders");

    assertThat(keptInMinute(1, 6_000, "orders")).isCloseTo(10, Offset.offset(0.1));
    assertThat(keptInMinute(2, 6_000, "stock")).as("another service").isGreaterThan(10);
  }

  @Test
  void probability_inAFlood_growsWithItsLogarithmOnly() {
    assertThat(keptInMinute(0, 1_000_000, "orders")).isBetween(100.0, 130.0);
  }

  @Test
  void probability_afterAFlood_isShortOfTheRateForOneMinute() {
    keptInMinute(0, 100_000, "orders");

    assertThat(keptInMinute(1, 100, "orders")).isLessThan(1);
    assertThat(keptInMinute(2, 100, "orders")).isCloseTo(10, Offset.offset(0.2));
  }

  @Test
  void probability_onOneOfFourSubtasks_countsTheOthersIn() {
    ServiceRates quarter = new ServiceRates(TEN_A_MINUTE, 4);
    double kept = 0;
    for (int minute = 0; minute < 2; minute++) {
      kept = 0;
      for (int i = 0; i < 1_500; i++) {
        kept += quarter.probability(order(i).inMinute(minute).build());
      }
    }

    assertThat(4 * kept).isCloseTo(10, Offset.offset(0.1));
  }

  @Test
  void probability_whenAHostsClockIsYearsOff_isThatOfItsOwnMinutes() {
    double kept = 0;
    for (int minute = 0; minute < 5; minute++) {
      kept = 0;
      for (int i = 0; i < 6_000; i++) {
        kept += rates.probability(order(i).inMinute(minute).build());
        if (i % 20 == 0) {
          rates.probability(order(i).inMinute(39_000_000 + minute).build());
          rates.probability(order(i).inMinute(-29_000_000).build());
        }
      }
    }

    assertThat(kept).isCloseTo(10, Offset.offset(0.1));
  }

  @Test
  void probability_whenMinutesOverlap_countsEachForItself() {
    keptInMinute(0, 6_000, "orders");
    double kept = 0;
    for (int i = 0; i < 6_000; i++) {
      kept += rates.probability(order(i).inMinute(1).build());
      rates.probability(order(i).inMinute(0).build());
    }

    assertThat(kept).isBetween(5.0, 10.0);
  }

  @Test
  void probability_withoutARate_isNone() {
    ServiceRates none = new ServiceRates(SamplingSettings.parse("share=0.1"), 1);

    assertThat(none.probability(order(1).build())).isZero();
  }

  private double keptInMinute(int minute, int traces, String service) {
    double sum = 0;
    for (int i = 0; i < traces; i++) {
      sum += rates.probability(order(i).of(service, "place").inMinute(minute).build());
    }
    return sum;
  }
}
