/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import static io.heliograph.jobs.config.AFact.ORDERS_1;
import static io.heliograph.jobs.config.AFact.START;
import static io.heliograph.jobs.config.AFact.arrival;
import static io.heliograph.jobs.config.AFact.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.config.ConfigFact.Kind;
import org.junit.jupiter.api.Test;

final class ArrivalRulesTest {
  private static final ConfigFact RECEIVED = arrival(Kind.RECEIVED, 100, START);
  private static final ConfigFact APPLIED = arrival(Kind.APPLIED, 200, START);
  private static final ConfigFact REJECTED = rejection("no such key", 300, START);

  private static ArrivalState fold(ConfigFact... facts) {
    ArrivalState state = null;
    for (ConfigFact fact : facts) {
      state = ArrivalRules.onFact(state, fact);
    }
    return state;
  }

  @Test
  void received_waitsForMore() {
    assertThat(fold(RECEIVED))
        .isEqualTo(
            new ArrivalState(
                "r-1", "orders", ORDERS_1, 100, 0, 0, "received", "", START, START * 1_000));
  }

  @Test
  void applied_hasBothTimes() {
    ArrivalState state = fold(RECEIVED, APPLIED);

    assertThat(state.status()).isEqualTo("applied");
    assertThat(state.receivedMillis()).isEqualTo(100);
    assertThat(state.appliedMillis()).isEqualTo(200);
  }

  @Test
  void applied_overtakingReceived_endsTheSame() {
    ArrivalState early = fold(APPLIED);
    ArrivalState state = fold(APPLIED, RECEIVED);

    assertThat(early.receivedMillis()).isZero();
    assertThat(early.receivedBy()).isEqualTo(200);
    assertThat(state.receivedBy()).isEqualTo(100);
    assertThat(early.status()).isEqualTo("applied");
    assertThat(state).isEqualTo(fold(RECEIVED, APPLIED));
  }

  @Test
  void rejected_hasTheError() {
    ArrivalState state = fold(RECEIVED, REJECTED);

    assertThat(state.status()).isEqualTo("rejected");
    assertThat(state.error()).isEqualTo("no such key");
    assertThat(state.appliedMillis()).isZero();
  }

  @Test
  void appliedAtASecondTry_clearsTheError_inAnyOrder() {
    ConfigFact appliedLater = arrival(Kind.APPLIED, 400, START);

    for (ArrivalState state :
        new ArrivalState[] {fold(REJECTED, appliedLater), fold(appliedLater, REJECTED)}) {
      assertThat(state.status()).isEqualTo("applied");
      assertThat(state.error()).isEmpty();
      assertThat(state.appliedMillis()).isEqualTo(400);
    }
  }

  @Test
  void rejectedAfterApplied_isRejected_inAnyOrder() {
    assertThat(fold(APPLIED, REJECTED).status()).isEqualTo("rejected");
    assertThat(fold(REJECTED, APPLIED).status()).isEqualTo("rejected");
  }

  @Test
  void sameInstant_appliedWins_inAnyOrder() {
    ConfigFact rejectedThen = rejection("flaky", 200, START);

    assertThat(fold(APPLIED, rejectedThen).status()).isEqualTo("applied");
    assertThat(fold(rejectedThen, APPLIED).status()).isEqualTo("applied");
    assertThat(fold(rejectedThen, APPLIED).error()).isEmpty();
  }

  @Test
  void repeatedFacts_tellNothingNew() {
    for (ConfigFact fact : new ConfigFact[] {RECEIVED, APPLIED, REJECTED}) {
      ArrivalState state = fold(fact);
      assertThat(ArrivalRules.onFact(state, fact)).isSameAs(state);
    }
  }

  @Test
  void receivedTwice_keepsTheEarliestTime() {
    ArrivalState state = fold(RECEIVED, arrival(Kind.RECEIVED, 50, START + 1));

    assertThat(state.receivedMillis()).isEqualTo(50);
    assertThat(state.revision()).isGreaterThan(fold(RECEIVED).revision());
  }
}
