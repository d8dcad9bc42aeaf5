/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.gateway.intake.Outcome.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private final Budget budget = new Budget(100_000);

  @Test
  void grow_beyondCapacity_refusedAndNothingTaken() {
    Budget.Reservation first = budget.open();
    Budget.Reservation second = budget.open();

    assertThat(first.grow(70_000)).isTrue();
    assertThat(second.grow(40_000)).isFalse();
    assertThat(second.grow(30_000)).isTrue();
    assertThat(budget.used()).isEqualTo(100_000);
  }

  @Test
  void close_twice_givesBackOnce() {
    Budget.Reservation reservation = budget.open();
    assertThat(reservation.grow(10)).isTrue();

    reservation.close();
    reservation.close();

    assertThat(budget.used()).isZero();
    assertThat(reservation.grow(1)).isFalse();
  }

  @Test
  void release_mayGrowAgain() {
    Budget.Reservation reservation = budget.open();
    assertThat(reservation.grow(10)).isTrue();
    reservation.release();

    assertThat(reservation.grow(20)).isTrue();
    assertThat(budget.used()).isEqualTo(20);
  }

  @Test
  void body_anySizes_bytesAsTheyCame() throws Exception {
    Random random = new Random(3);
    for (int size : new int[] {0, 1, 100, 8_191, 8_192, 8_193, 20_000, 50_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      try (Budget.Reservation reservation = budget.open()) {
        Body chunks = new Body(reservation, 50_000);
        for (int at = 0; at < size; at += 777) {
          chunks.append(ByteBuffer.wrap(bytes, at, Math.min(777, size - at)));
        }
        assertThat(Arrays.copyOf(chunks.data(), chunks.length())).isEqualTo(bytes);
        assertThat(reservation.bytes()).isEqualTo(chunks.data().length).isLessThanOrEqualTo(50_000);
      }
      try (Budget.Reservation reservation = budget.open()) {
        Body stream = new Body(reservation, 50_000);
        stream.append(new ByteArrayInputStream(bytes), random.nextBoolean() ? size : 0);
        assertThat(Arrays.copyOf(stream.data(), stream.length())).isEqualTo(bytes);
      }
    }
    assertThat(budget.used()).isZero();
  }

  @Test
  void body_oneByteTooMany_tooLarge() {
    Body body = new Body(budget.open(), 1_000);

    assertThatThrownBy(() -> body.append(new ByteArrayInputStream(new byte[1_001]), 0))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refused().refusal()).isEqualTo(Refusal.TOO_LARGE));
  }

  @Test
  void body_budgetFull_busy() {
    Budget.Reservation other = budget.open();
    assertThat(other.grow(95_000)).isTrue();
    Body body = new Body(budget.open(), 50_000);

    assertThatThrownBy(() -> body.append(ByteBuffer.allocate(10)))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refused().refusal()).isEqualTo(Refusal.BUSY));
  }
}
