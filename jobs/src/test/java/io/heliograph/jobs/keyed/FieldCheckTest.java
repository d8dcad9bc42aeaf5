/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.v1.Heartbeat;
import org.junit.jupiter.api.Test;

final class FieldCheckTest {
  private static FieldCheck check() {
    return new FieldCheck(Heartbeat.getDefaultInstance());
  }

  @Test
  void name_hasOneTo255Bytes() {
    assertThat(check().name("service", "x".repeat(255)).problem()).isEmpty();
    assertThat(check().name("service", "").problem())
        .isEqualTo("service must be 1 to 255 bytes, has 0");
    assertThat(check().name("service", "x".repeat(256)).problem())
        .isEqualTo("service must be at most 255 bytes, has 256");
  }

  @Test
  void name_isMeasuredInBytes() {
    assertThat(check().name("service", "服".repeat(85)).problem()).isEmpty();
    assertThat(check().name("service", "服".repeat(86)).problem())
        .isEqualTo("service must be at most 255 bytes, has 258");
  }

  @Test
  void range_includesItsEnds() {
    assertThat(check().range("port", 0, 9).range("port", 9, 9).problem()).isEmpty();
    assertThat(check().range("port", 10, 9).problem()).isEqualTo("port must be 0 to 9, is 10");
    assertThat(check().range("port", -1, 9).problem())
        .isEqualTo("port must be 0 to 9, is 18446744073709551615");
  }

  @Test
  void problem_isTheFirst() {
    assertThat(check().that(false, "a", "is wrong").that(false, "b", "is wrong").problem())
        .isEqualTo("a is wrong");
  }
}
