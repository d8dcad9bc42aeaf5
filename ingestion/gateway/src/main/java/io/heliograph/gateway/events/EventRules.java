/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import static io.heliograph.gateway.events.Fault.first;
import static io.heliograph.gateway.events.Fault.name;
import static io.heliograph.gateway.events.Fault.range;
import static io.heliograph.gateway.events.Fault.share;
import static io.heliograph.gateway.events.Fault.text;
import static io.heliograph.gateway.events.Fault.time;
import static io.heliograph.gateway.events.Fault.unless;

import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.Load;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventKind;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import java.util.Map;

/** The rules that the comments of {@code heliograph.v1} state. Null: the event is in order. */
final class EventRules {
  private static final int ERROR_BYTES = 4_096;
  private static final int MAX_WEIGHT = 10_000;
  private static final int MAX_PORT = 65_535;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private EventRules() {}

  static Fault heartbeat(Heartbeat beat) {
    return first(
        text("namespace", beat.getNamespace(), 255),
        name("service", beat.getService()),
        name("instance_id", beat.getInstanceId()),
        text("host", beat.getHost()),
        range("port", beat.getPort(), MAX_PORT),
        text("version", beat.getVersion()),
        text("group", beat.getGroup()),
        text("lane", beat.getLane()),
        text("location.city", beat.getLocation().getCity()),
        text("location.center", beat.getLocation().getCenter()),
        text("location.room", beat.getLocation().getRoom()),
        tags(beat.getTagsMap()),
        time("time_unix_nano", beat.getTimeUnixNano()),
        range("weight", beat.getWeight(), MAX_WEIGHT),
        load(beat.getLoad()));
  }

  private static Fault tags(Map<String, String> tags) {
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      Fault fault = first(name("tags", tag.getKey()), text("tags", tag.getValue()));
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static Fault load(Load load) {
    boolean average = load.getLoad1() >= 0 && Double.isFinite(load.getLoad1());
    return first(
        share("load.cpu", load.getCpu()),
        unless(average, "load.load1", "must be 0 or more, is " + load.getLoad1()),
        share("load.memory", load.getMemory()));
  }

  static Fault probe(ProbeResult probe) {
    return first(
        text("namespace", probe.getNamespace(), 255),
        name("service", probe.getService()),
        name("instance_id", probe.getInstanceId()),
        name("prober_id", probe.getProberId()),
        text("target", probe.getTarget()),
        time("time_unix_nano", probe.getTimeUnixNano()),
        text("detail", probe.getDetail()));
  }

  static Fault config(ConfigEvent event) {
    boolean atInstance =
        switch (event.getKind()) {
          case CONFIG_EVENT_KIND_RECEIVED, CONFIG_EVENT_KIND_APPLIED, CONFIG_EVENT_KIND_REJECTED ->
              true;
          default -> false;
        };
    return first(
        name("release_id", event.getReleaseId()),
        text("namespace", event.getNamespace(), 255),
        name("app", event.getApp()),
        name("item", event.getItem()),
        kind(
            event.getKind() == ConfigEventKind.CONFIG_EVENT_KIND_UNSPECIFIED
                || event.getKind() == ConfigEventKind.UNRECOGNIZED,
            event.getKindValue()),
        time("time_unix_nano", event.getTimeUnixNano()),
        text("target", event.getTarget()),
        text("publisher", event.getPublisher()),
        atInstance
            ? name("instance_id", event.getInstanceId())
            : text("instance_id", event.getInstanceId(), 255),
        text("error", event.getError(), ERROR_BYTES));
  }

  static Fault message(MessageEvent event) {
    boolean produced = event.getKind() == MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED;
    int traceId = event.getTraceId().size();
    int spanId = event.getSpanId().size();
    return first(
        name("message_id", event.getMessageId()),
        kind(
            event.getKind() == MessageEventKind.MESSAGE_EVENT_KIND_UNSPECIFIED
                || event.getKind() == MessageEventKind.UNRECOGNIZED,
            event.getKindValue()),
        name("topic", event.getTopic()),
        text("key", event.getKey()),
        text("tag", event.getTag()),
        text("lane", event.getLane()),
        text("service", event.getService(), 255),
        produced
            ? text("consumer_group", event.getConsumerGroup(), 255)
            : name("consumer_group", event.getConsumerGroup()),
        time("time_unix_nano", event.getTimeUnixNano()),
        unless(
            traceId == 0 || traceId == 16, "trace_id", "must be 16 bytes or none, has " + traceId),
        unless(spanId == 0 || spanId == 8, "span_id", "must be 8 bytes or none, has " + spanId),
        text("error", event.getError(), ERROR_BYTES));
  }

  static Fault usage(RateLimitUsage usage) {
    long start = usage.getWindowStartUnixNano();
    return first(
        text("namespace", usage.getNamespace(), 255),
        name("rule", usage.getRule()),
        text("key", usage.getKey()),
        time("window_start_unix_nano", start),
        unless(
            start % NANOS_PER_SECOND == 0,
            "window_start_unix_nano",
            "must be a whole second, is " + Long.toUnsignedString(start)),
        name("reporter_id", usage.getReporterId()));
  }

  private static Fault kind(boolean unknown, int value) {
    return unless(!unknown, "kind", "must be one of the named kinds, is " + value);
  }
}
