/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import com.google.protobuf.MessageLite;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import java.util.List;
import java.util.function.Function;

/**
 * One of the kinds of event that a batch may hold.
 *
 * @param key what events that belong together have in common; decides the partition
 */
record EventKind<T extends MessageLite>(
    Signal signal,
    Function<IngestRequest, List<T>> events,
    Function<T, Fault> rule,
    Function<T, String> key) {
  static final List<EventKind<?>> ALL =
      List.of(
          new EventKind<>(
              Signal.HEARTBEATS,
              IngestRequest::getHeartbeatsList,
              EventRules::heartbeat,
              EventKind::instance),
          new EventKind<>(
              Signal.PROBES,
              IngestRequest::getProbeResultsList,
              EventRules::probe,
              EventKind::instance),
          new EventKind<>(
              Signal.CONFIG_EVENTS,
              IngestRequest::getConfigEventsList,
              EventRules::config,
              ConfigEvent::getReleaseId),
          new EventKind<>(
              Signal.MESSAGES,
              IngestRequest::getMessageEventsList,
              EventRules::message,
              MessageEvent::getMessageId),
          new EventKind<>(
              Signal.USAGE, IngestRequest::getUsagesList, EventRules::usage, EventKind::rule));

  private static String instance(Heartbeat beat) {
    return namespace(beat.getNamespace()) + "/" + beat.getService() + "/" + beat.getInstanceId();
  }

  private static String instance(ProbeResult probe) {
    return namespace(probe.getNamespace()) + "/" + probe.getService() + "/" + probe.getInstanceId();
  }

  private static String rule(RateLimitUsage usage) {
    return namespace(usage.getNamespace()) + "/" + usage.getRule() + "/" + usage.getKey();
  }

  private static String namespace(String namespace) {
    return namespace.isEmpty() ? "default" : namespace;
  }
}
