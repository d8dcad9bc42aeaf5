/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.ServiceRules;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.Listed;
import io.heliograph.registry.v1.Location;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Instances as messages. Every text that comes in is checked by {@link InstanceLimits}. */
public final class InstanceMessages {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final int DEFAULT_WEIGHT = 100;
  private static final int DEFAULT_LEASE_SECONDS = 10;

  private InstanceMessages() {}

  /** Reads the name of a service; an empty namespace is the default one. */
  public static ServiceName service(String namespace, String service) throws Refusal {
    return new ServiceName(namespace(namespace), InstanceLimits.name("service", service));
  }

  /** Reads the name of a namespace; an empty one is the default one. */
  public static String namespace(String namespace) throws Refusal {
    return namespace.isEmpty() ? DEFAULT_NAMESPACE : InstanceLimits.name("namespace", namespace);
  }

  /** Reads an instance. */
  public static io.heliograph.registry.catalog.Instance read(Instance message) throws Refusal {
    return InstanceLimits.check(
        new io.heliograph.registry.catalog.Instance(
            message.getId(),
            message.getHost(),
            number(message.getPort()),
            message.getProtocol(),
            message.getVersion(),
            message.getGroup(),
            message.getLane(),
            message.hasWeight() ? number(message.getWeight()) : DEFAULT_WEIGHT,
            number(message.getWarmupSeconds()),
            message.getLeaseSeconds() == 0
                ? DEFAULT_LEASE_SECONDS
                : number(message.getLeaseSeconds()),
            location(message.getLocation()),
            entries(message.getTagsMap()),
            entries(message.getMetadataMap()),
            ProbeMessages.read(message.getProbe())));
  }

  /** An unsigned number; one that is too large for any limit stays so. */
  static int number(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  private static io.heliograph.registry.catalog.Location location(Location message) {
    if (message.equals(Location.getDefaultInstance())) {
      return io.heliograph.registry.catalog.Location.UNKNOWN;
    }
    return new io.heliograph.registry.catalog.Location(
        message.getCity(), message.getCenter(), message.getRoom());
  }

  private static Map<String, String> entries(Map<String, String> message) {
    return message.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(message));
  }

  /** Writes what {@link #read} reads. */
  public static Instance of(io.heliograph.registry.catalog.Instance instance) {
    Instance.Builder message =
        Instance.newBuilder()
            .setId(instance.id())
            .setHost(instance.host())
            .setPort(instance.port())
            .setProtocol(instance.protocol())
            .setVersion(instance.version())
            .setGroup(instance.group())
            .setLane(instance.lane())
            .setWeight(instance.weight())
            .setWarmupSeconds(instance.warmupSeconds())
            .setLeaseSeconds(instance.leaseSeconds())
            .putAllTags(instance.tags())
            .putAllMetadata(instance.metadata());
    ProbeMessages.of(instance.probe()).ifPresent(message::setProbe);
    io.heliograph.registry.catalog.Location at = instance.location();
    if (!at.equals(io.heliograph.registry.catalog.Location.UNKNOWN)) {
      message.setLocation(
          Location.newBuilder().setCity(at.city()).setCenter(at.center()).setRoom(at.room()));
    }
    return message.build();
  }

  /** Writes an instance with what is known of it at a time, and its weight by the rules. */
  static Listed of(
      io.heliograph.registry.catalog.Listed listed, ServiceRules rules, long nowMillis) {
    return Listed.newBuilder()
        .setInstance(of(listed.instance()))
        .setRegisteredUnixMillis(listed.registeredAtMillis())
        .setEffectiveWeight(Routing.weight(rules, Candidate.of(listed, nowMillis)))
        .setState(listed.state(nowMillis).name())
        .setScore(listed.advice().score())
        .build();
  }

  /** Writes a name. */
  public static InstanceName name(ServiceName service, String id) {
    return InstanceName.newBuilder()
        .setNamespace(service.namespace())
        .setService(service.service())
        .setId(id)
        .build();
  }
}
