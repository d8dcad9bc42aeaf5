/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.RateLimitUsageBatch;
import org.junit.jupiter.api.Test;

final class UsageDecoderTest {
  private static final Origin ORIGIN = new Origin("heliograph.usage", 0, 1, 1_000);
  private static final long WINDOW_NANOS = 1_700_000_000_000_000_000L;

  private static RateLimitUsage.Builder usage() {
    return RateLimitUsage.newBuilder()
        .setRule("checkout")
        .setWindowStartUnixNano(WINDOW_NANOS)
        .setLimit(100)
        .setAdmitted(10)
        .setDenied(1)
        .setReporterId("orders-1");
  }

  private static Decoded<Usage> decode(RateLimitUsage.Builder... usages) throws Exception {
    RateLimitUsageBatch.Builder batch = RateLimitUsageBatch.newBuilder();
    for (RateLimitUsage.Builder usage : usages) {
      batch.addItems(usage);
    }
    return new UsageDecoder().decode(batch.build().toByteArray(), ORIGIN);
  }

  @Test
  void usage_isReadAndItsWindowCutToTheSecond() throws Exception {
    assertThat(
            decode(usage().setKey("merchant-7").setWindowStartUnixNano(WINDOW_NANOS + 999_999_999))
                .events())
        .containsExactly(
            new Usage(
                ORIGIN,
                "default",
                "checkout",
                "merchant-7",
                WINDOW_NANOS / 1_000_000,
                "orders-1",
                new Report(100, 10, 1)));
  }

  @Test
  void badUsages_areRefused() throws Exception {
    assertThat(
            decode(
                    usage().setRule(""),
                    usage().setReporterId(""),
                    usage().setWindowStartUnixNano(0),
                    usage().setAdmitted(-1))
                .reasons())
        .containsExactly(
            "rule must be 1 to 255 bytes, has 0",
            "reporter_id must be 1 to 255 bytes, has 0",
            "window_start_unix_nano is required",
            "admitted must be 0 to 1000000000000, is 18446744073709551615");
  }

  @Test
  void encode_isWhatWasDecoded() throws Exception {
    Usage usage = decode(usage().setNamespace("shop")).events().get(0);

    RateLimitUsage encoded = RateLimitUsage.parseFrom(UsageDecoder.encode(usage));

    assertThat(encoded).isEqualTo(usage().setNamespace("shop").build());
  }
}
