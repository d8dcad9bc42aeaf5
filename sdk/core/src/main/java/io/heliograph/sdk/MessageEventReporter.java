/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import com.google.protobuf.ByteString;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventKind;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Reports the life of messages that a service sends or consumes. Each method returns false if the
 * event was dropped and counted.
 */
public final class MessageEventReporter {
  private final HeliographReporter reporter;
  private final String service;
  private final Clock clock;

  /** A reporter of the messages of this service. */
  public MessageEventReporter(HeliographReporter reporter, String service) {
    this(reporter, service, Clock.systemUTC());
  }

  MessageEventReporter(HeliographReporter reporter, String service, Clock clock) {
    this.reporter = Objects.requireNonNull(reporter, "reporter");
    this.service = Objects.requireNonNull(service, "service");
    this.clock = clock;
  }

  /**
   * A message.
   *
   * @param id 1 to 255 bytes, unique
   * @param topic 1 to 255 bytes
   * @param key may be empty, as may tag and lane
   * @param tag for filtering
   * @param lane empty is the baseline
   * @param traceId 32 hex digits, or anything else for none
   * @param spanId 16 hex digits, or anything else for none
   */
  public record Message(
      String id,
      String topic,
      String key,
      String tag,
      String lane,
      String traceId,
      String spanId) {}

  /** The broker has it. */
  public boolean produced(Message message) {
    return report(message, MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED, "", 0, "");
  }

  /** It was handed to a consumer; attempt 1 is the first time. */
  public boolean delivered(Message message, String group, int attempt) {
    return report(message, MessageEventKind.MESSAGE_EVENT_KIND_DELIVERED, group, attempt, "");
  }

  /** The consumer is done with it. */
  public boolean consumed(Message message, String group, int attempt) {
    return report(message, MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED, group, attempt, "");
  }

  /** This attempt failed; another may come. Errors over 1,000 characters are cut. */
  public boolean failed(Message message, String group, int attempt, String error) {
    return report(message, MessageEventKind.MESSAGE_EVENT_KIND_FAILED, group, attempt, error);
  }

  /** It was given up. Errors over 1,000 characters are cut. */
  public boolean deadLettered(Message message, String group, int attempt, String error) {
    return report(
        message, MessageEventKind.MESSAGE_EVENT_KIND_DEAD_LETTERED, group, attempt, error);
  }

  private boolean report(
      Message message, MessageEventKind kind, String group, int attempt, String error) {
    return reporter.report(
        MessageEvent.newBuilder()
            .setMessageId(message.id())
            .setKind(kind)
            .setTopic(message.topic())
            .setKey(message.key())
            .setTag(message.tag())
            .setLane(message.lane())
            .setService(service)
            .setConsumerGroup(group)
            .setTimeUnixNano(Heartbeater.nanos(clock.instant()))
            .setAttempt(attempt)
            .setTraceId(hex(message.traceId(), 32))
            .setSpanId(hex(message.spanId(), 16))
            .setError(ConfigEventReporter.cut(error))
            .build());
  }

  private static ByteString hex(String id, int digits) {
    if (id == null || id.length() != digits) {
      return ByteString.EMPTY;
    }
    for (int i = 0; i < digits; i++) {
      if (!HexFormat.isHexDigit(id.charAt(i))) {
        return ByteString.EMPTY;
      }
    }
    return ByteString.copyFrom(HexFormat.of().parseHex(id));
  }
}
