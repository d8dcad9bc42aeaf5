/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static Key of(String text) {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return Key.of(bytes, 1, bytes.length - 2);
  }

  @Test
  void of_everyKey_isItself() {
    for (Key key : Key.values()) {
      assertThat(of(key.text)).isSameAs(key);
    }
  }

  @Test
  void of_anythingElse_isNone() {
    assertThat(of("")).isNull();
    assertThat(of("lan")).isNull();
    assertThat(of("lanes")).isNull();
    assertThat(of("http.flavor")).isNull();
    Random random = new Random(7);
    for (Key key : Key.values()) {
      char[] changed = key.text.toCharArray();
      changed[random.nextInt(changed.length)] = '#';
      assertThat(of(new String(changed))).isNull();
      assertThat(of(key.text + "x")).isNull();
      assertThat(of(key.text.substring(1))).isNull();
    }
  }

  @Test
  void values_asMany_fitIntoALong() {
    assertThat(Key.values()).hasSizeLessThanOrEqualTo(Long.SIZE);
  }
}
