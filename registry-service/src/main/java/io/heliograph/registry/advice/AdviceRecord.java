/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.advice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Advice.State;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.v1.HealthAdvice;
import io.heliograph.v1.HealthState;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A record of the topic of advice.
 *
 * @param advice empty if the instance has been forgotten
 */
record AdviceRecord(ServiceName service, String id, Optional<Advice> advice) {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final int FULL_SCORE = 100;

  /**
   * Reads one.
   *
   * @param value null if the instance has been forgotten: then the key tells which
   * @throws Refusal if it is none, naming the field
   */
  static AdviceRecord read(byte[] key, byte[] value) throws Refusal {
    if (value == null) {
      return forgotten(key == null ? "" : new String(key, UTF_8));
    }
    HealthAdvice message;
    try {
      message = HealthAdvice.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new Refusal("value", "is no HealthAdvice: " + e.getMessage());
    }
    InstanceLimits.number("score", message.getScore(), 0, FULL_SCORE);
    return new AdviceRecord(
        service(message.getNamespace(), message.getService()),
        InstanceLimits.name("instance_id", message.getInstanceId()),
        Optional.of(
            new Advice(
                state(message.getState()),
                message.getScore(),
                TimeUnit.NANOSECONDS.toMillis(message.getTimeUnixNano()),
                message.getBeatsItself())));
  }

  private static AdviceRecord forgotten(String key) throws Refusal {
    String[] names = key.split("/", -1);
    if (names.length != 3) {
      throw new Refusal("key", "is '%s': give namespace/service/instance_id".formatted(key));
    }
    return new AdviceRecord(
        service(name(names[0]), name(names[1])),
        InstanceLimits.name("instance_id", name(names[2])),
        Optional.empty());
  }

  /** As it was before it became a part of a key. */
  private static String name(String part) {
    return part.replace("%2F", "/").replace("%25", "%");
  }

  private static ServiceName service(String namespace, String service) throws Refusal {
    return new ServiceName(
        namespace.isEmpty() ? DEFAULT_NAMESPACE : InstanceLimits.name("namespace", namespace),
        InstanceLimits.name("service", service));
  }

  private static State state(HealthState state) throws Refusal {
    return switch (state) {
      case HEALTH_STATE_WARMING -> State.WARMING;
      case HEALTH_STATE_UP -> State.UP;
      case HEALTH_STATE_SUSPECT -> State.SUSPECT;
      case HEALTH_STATE_DOWN -> State.DOWN;
      case HEALTH_STATE_DRAINING -> State.DRAINING;
      case HEALTH_STATE_DISABLED -> State.DISABLED;
      case HEALTH_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new Refusal("state", "is " + state + ": this node knows no such state");
    };
  }
}
