/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.registry.reports.Notices.Waiting;
import io.heliograph.v1.ProtectionNotice;
import org.junit.jupiter.api.Test;

class NoticesTest {
  private final Notices notices = new Notices(2);

  private static ProtectionNotice of(String service) {
    return ProtectionNotice.newBuilder().setService(service).build();
  }

  @Test
  void next_oneAtATime_inTheirOrder() {
    notices.add(of("a"));
    notices.add(of("b"));

    Waiting first = notices.next(0).orElseThrow();
    assertThat(first.notice().getService()).isEqualTo("a");
    assertThat(notices.next(0)).isEmpty(); // on its way
    notices.told(first);
    Waiting second = notices.next(0).orElseThrow();
    assertThat(second.notice().getService()).isEqualTo("b");
    notices.told(second);
    assertThat(notices.next(0)).isEmpty();
  }

  @Test
  void failed_sentAgainLater_withTheSameKey() {
    notices.add(of("a"));
    Waiting first = notices.next(0).orElseThrow();
    notices.again(100);

    assertThat(notices.next(99)).isEmpty();
    assertThat(notices.next(100)).contains(first);
  }

  @Test
  void add_tooMany_refused() {
    assertThat(notices.add(of("a"))).isTrue();
    assertThat(notices.add(of("b"))).isTrue();
    assertThat(notices.add(of("c"))).isFalse();
  }

  @Test
  void keys_differ_alsoFromThoseOfAnotherLife_andAreShortEnough() {
    notices.add(of("a"));
    Notices another = new Notices(1);
    another.add(of("a"));
    Waiting first = notices.next(0).orElseThrow();
    notices.told(first);
    notices.add(of("a"));

    assertThat(first.key())
        .isNotEqualTo(another.next(0).orElseThrow().key())
        .isNotEqualTo(notices.next(0).orElseThrow().key());
    assertThat(first.key().getBytes(UTF_8)).hasSizeLessThan(FragmentHeaders.MAX_KEY_BYTES - 18);
  }
}
