/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.config.ConfigFact.Kind;
import io.heliograph.jobs.keyed.BatchDecoder;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.FieldCheck;
import io.heliograph.jobs.keyed.LogTime;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventBatch;

/** {@code ConfigEventBatch} to {@link ConfigFact}. */
final class ConfigDecoder implements BatchDecoder<ConfigFact> {
  @Override
  public Signal signal() {
    return Signal.CONFIG_EVENTS;
  }

  @Override
  public Decoded<ConfigFact> decode(byte[] value, Origin origin)
      throws InvalidProtocolBufferException {
    Decoded<ConfigFact> decoded = new Decoded<>();
    for (ConfigEvent event : ConfigEventBatch.parseFrom(value).getItemsList()) {
      String problem = problem(event);
      if (problem.isEmpty()) {
        decoded.event(fact(event, origin));
      } else {
        decoded.refuse(problem, event.toByteArray());
      }
    }
    return decoded;
  }

  private static String problem(ConfigEvent event) {
    Kind kind = kind(event);
    FieldCheck check =
        new FieldCheck(event)
            .name("release_id", event.getReleaseId())
            .optionalName("namespace", event.getNamespace())
            .name("app", event.getApp())
            .name("item", event.getItem())
            .that(kind != null, "kind", "is unknown: " + event.getKindValue())
            .that(
                releaseKind(event) != null,
                "release_kind",
                "is unknown: " + event.getReleaseKindValue());
    if (kind != null && kind.isArrival()) {
      check.name("instance_id", event.getInstanceId());
    }
    return check.problem();
  }

  private static ConfigFact fact(ConfigEvent event, Origin origin) {
    return new ConfigFact(
        origin,
        kind(event),
        event.getReleaseId(),
        event.getNamespace().isEmpty() ? "default" : event.getNamespace(),
        event.getApp(),
        event.getItem(),
        event.getVersion(),
        LogTime.millis(event.getTimeUnixNano(), origin.timestampMillis()),
        releaseKind(event),
        event.getTarget(),
        event.getPublisher(),
        event.getInstanceId(),
        event.getError());
  }

  private static Kind kind(ConfigEvent event) {
    return switch (event.getKind()) {
      case CONFIG_EVENT_KIND_PUBLISHED -> Kind.PUBLISHED;
      case CONFIG_EVENT_KIND_SUPERSEDED -> Kind.SUPERSEDED;
      case CONFIG_EVENT_KIND_RECEIVED -> Kind.RECEIVED;
      case CONFIG_EVENT_KIND_APPLIED -> Kind.APPLIED;
      case CONFIG_EVENT_KIND_REJECTED -> Kind.REJECTED;
      case CONFIG_EVENT_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private static String releaseKind(ConfigEvent event) {
    return switch (event.getReleaseKind()) {
      case RELEASE_KIND_UNSPECIFIED, RELEASE_KIND_FULL -> "full";
      case RELEASE_KIND_GRAY -> "gray";
      case RELEASE_KIND_ROLLBACK -> "rollback";
      case UNRECOGNIZED -> null;
    };
  }
}
