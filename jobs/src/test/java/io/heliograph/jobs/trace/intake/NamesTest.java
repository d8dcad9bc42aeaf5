/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final Names names = new Names(256, 1 << 20);

  private int of(byte... bytes) {
    return names.of(bytes, 0, bytes.length);
  }

  private int of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void of_sameText_isTheSameNumberAndString() {
    int orders = of("orders");
    assertThat(of("orders")).isEqualTo(orders).isEqualTo(names.of("orders"));
    assertThat(names.text(orders)).isEqualTo("orders").isSameAs(names.text(of("orders")));
    assertThat(names.utf8(orders)).asString(StandardCharsets.UTF_8).isEqualTo("orders");
  }

  @Test
  void of_emptyText_isEmptyAlsoAfterClearing() {
    assertThat(of("")).isEqualTo(Names.EMPTY);
    of("orders");
    names.clear();
    assertThat(of("")).isEqualTo(Names.EMPTY);
    assertThat(names.size()).isEqualTo(1);
  }

  @Test
  void of_invalidUtf8_becomesReplacementAndEqualsIt() {
    int broken = of((byte) 'a', (byte) 0xff);
    assertThat(names.text(broken)).isEqualTo("a\uFFFD");
    assertThat(of("a\uFFFD")).isEqualTo(broken);
    assertThat(of((byte) 'a', (byte) 0xff)).isEqualTo(broken);
  }

  @Test
  void of_longText_isCutBetweenCharacters() {
    int first = of("x".repeat(255) + "𝄞y");
    assertThat(names.text(first)).isEqualTo("x".repeat(255));
    assertThat(of("x".repeat(255) + "𝄞z")).isEqualTo(first);
    assertThat(names.text(of("€".repeat(256)))).isEqualTo("€".repeat(256));
    assertThat(names.text(of("€".repeat(9_000)))).isEqualTo("€".repeat(256));
    assertThat(names.text(of("𝄞".repeat(9_000)))).isEqualTo("𝄞".repeat(128));
  }

  @Test
  void of_textsOfAllLengths_areToldApart() {
    for (int length = 0; length < 200; length++) {
      for (char c = 'a'; c <= 'd'; c++) {
        String text = "x".repeat(length) + c;
        assertThat(names.text(of(text))).isEqualTo(text);
      }
    }
    assertThat(names.size()).isEqualTo(801);
  }

  @Test
  void isFull_manyTexts_saysWhenToClear() {
    int cleared = 0;
    for (int i = 0; i < 100_000; i++) {
      if (names.isFull()) {
        names.clear();
        cleared++;
      }
      assertThat(names.text(of("operation " + i))).isEqualTo("operation " + i);
      assertThat(names.size()).isLessThan(10_000);
    }
    assertThat(cleared).isBetween(10, 20);
  }
}
