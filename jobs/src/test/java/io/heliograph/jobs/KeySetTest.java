/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeySetTest {
  @Test
  void add_manyKeys_containsExactlyThem() {
    KeySet keys = new KeySet();
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      keys.add(random.nextLong(), random.nextLong());
    }
    assertThat(keys.size()).isEqualTo(10_000);
    random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(keys.contains(random.nextLong(), random.nextLong())).isTrue();
    }
    assertThat(keys.contains(random.nextLong(), random.nextLong())).isFalse();
  }

  @Test
  void add_sameLowHalf_keepsBoth() {
    KeySet keys = new KeySet();
    keys.add(1, 5);
    keys.add(2, 5);
    keys.add(2, 5);
    assertThat(keys.size()).isEqualTo(2);
    assertThat(keys.contains(3, 5)).isFalse();
  }

  @Test
  void add_zeros_areAKeyAsWell() {
    KeySet keys = new KeySet();
    assertThat(keys.contains(0, 0)).isFalse();
    keys.add(0, 0);
    assertThat(keys.contains(0, 0)).isTrue();
  }

  @Test
  void encode_addAll_isTheSameSet() {
    KeySet keys = new KeySet();
    for (int i = 0; i < 100; i++) {
      keys.add(i, ~i);
    }
    KeySet copy = new KeySet();
    copy.addAll(keys.encode());
    copy.addAll(keys.encode());
    assertThat(copy.size()).isEqualTo(100);
    assertThat(copy.contains(99, ~99)).isTrue();
    assertThat(keys.encode()).isSameAs(keys.encode()).hasSize(1_600);
  }
}
