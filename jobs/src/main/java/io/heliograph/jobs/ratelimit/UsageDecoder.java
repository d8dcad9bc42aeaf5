/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.keyed.BatchDecoder;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.LogTime;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.RateLimitUsageBatch;

/** {@code RateLimitUsageBatch} to {@link Usage}, and back for a dead letter. */
final class UsageDecoder implements BatchDecoder<Usage> {
  /** Sums of 65,536 reporters stay within 63 bits. */
  private static final long MAX_COUNT = 1_000_000_000_000L;

  private static final long SECOND = 1_000;

  @Override
  public Signal signal() {
    return Signal.USAGE;
  }

  @Override
  public Decoded<Usage> decode(byte[] value, Origin origin) throws InvalidProtocolBufferException {
    Decoded<Usage> decoded = new Decoded<>();
    for (RateLimitUsage usage : RateLimitUsageBatch.parseFrom(value).getItemsList()) {
      String problem = problem(usage);
      if (problem.isEmpty()) {
        decoded.event(usage(usage, origin));
      } else {
        decoded.refuse(problem, usage.toByteArray());
      }
    }
    return decoded;
  }

  private static String problem(RateLimitUsage usage) {
    return new FieldCheck(usage)
        .optionalName("namespace", usage.getNamespace())
        .name("rule", usage.getRule())
        .that(usage.getWindowStartUnixNano() != 0, "window_start_unix_nano", "is required")
        .range("admitted", usage.getAdmitted(), MAX_COUNT)
        .range("denied", usage.getDenied(), MAX_COUNT)
        .name("reporter_id", usage.getReporterId())
        .problem();
  }

  private static Usage usage(RateLimitUsage usage, Origin origin) {
    long start = LogTime.millis(usage.getWindowStartUnixNano(), 0);
    return new Usage(
        origin,
        usage.getNamespace().isEmpty() ? "default" : usage.getNamespace(),
        usage.getRule(),
        usage.getKey(),
        start - start % SECOND,
        usage.getReporterId(),
        new Report(usage.getLimit(), usage.getAdmitted(), usage.getDenied()));
  }

  static byte[] encode(Usage usage) {
    return RateLimitUsage.newBuilder()
        .setNamespace(usage.namespace())
        .setRule(usage.rule())
        .setKey(usage.key())
        .setWindowStartUnixNano(usage.windowMillis() * 1_000_000)
        .setLimit(usage.report().limit())
        .setAdmitted(usage.report().admitted())
        .setDenied(usage.report().denied())
        .setReporterId(usage.reporter())
        .build()
        .toByteArray();
  }
}
