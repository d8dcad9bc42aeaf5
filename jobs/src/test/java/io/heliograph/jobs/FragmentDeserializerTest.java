/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.protocol.FragmentHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class FragmentDeserializerTest {
  private final RecordHeaders headers = new RecordHeaders();

  private Fragment fragment(byte[] value) {
    return FragmentDeserializer.fragment(
        new ConsumerRecord<>(
            "heliograph.logs",
            3,
            42,
            1_000,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            value,
            headers,
            Optional.empty()));
  }

  @Test
  void fragment_headers_areRead() {
    headers.add(FragmentHeaders.ITEMS, FragmentHeaders.items(12));
    headers.add(FragmentHeaders.IDEMPOTENCY_KEY, "k-1".getBytes(StandardCharsets.UTF_8));
    Fragment fragment = fragment(new byte[] {1, 2});
    assertThat(fragment.topic()).isEqualTo("heliograph.logs");
    assertThat(fragment.partition()).isEqualTo(3);
    assertThat(fragment.offset()).isEqualTo(42);
    assertThat(fragment.items()).isEqualTo(12);
    assertThat(fragment.idempotencyKey()).isEqualTo("k-1");
    assertThat(fragment.duplicate()).isFalse();
    assertThat(fragment.value()).containsExactly(1, 2);
  }

  @Test
  void fragment_noHeaders_asTheCollectorWritesIt() {
    Fragment fragment = fragment(new byte[] {1});
    assertThat(fragment.items()).isEqualTo(-1);
    assertThat(fragment.idempotencyKey()).isEmpty();
    assertThat(fragment.itemsOr(9)).isEqualTo(9);
  }

  @Test
  void fragment_nonsense_isNoClaimAndNoKey() {
    headers.add(FragmentHeaders.ITEMS, "-5".getBytes(StandardCharsets.UTF_8));
    headers.add(FragmentHeaders.IDEMPOTENCY_KEY, new byte[65]);
    Fragment fragment = fragment(null);
    assertThat(fragment.items()).isEqualTo(-1);
    assertThat(fragment.idempotencyKey()).isEmpty();
    assertThat(fragment.value()).isEmpty();
  }

  @Test
  void ledgerMinute_before1970_isFloored() {
    assertThat(new Fragment("t", 0, 0, -1, 0, "", false, new byte[0]).ledgerMinute())
        .isEqualTo(-60_000);
  }
}
