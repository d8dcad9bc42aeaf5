/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rpc.InstanceMessages;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.Location;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.sdk.ServiceInstance;

/** What is asked of nodes, checked by the limits that they have. */
final class Requests {
  private Requests() {}

  static RegisterRequest of(ServiceInstance instance) {
    return RegisterRequest.newBuilder()
        .setNamespace(instance.namespace())
        .setService(instance.service())
        .setInstance(
            Instance.newBuilder()
                .setId(instance.instanceId())
                .setHost(instance.host())
                .setPort(instance.port())
                .setVersion(instance.version())
                .setGroup(instance.group())
                .setLane(instance.lane())
                .setWeight(instance.weight())
                .setWarmupSeconds(instance.warmupSeconds())
                .setLocation(
                    Location.newBuilder()
                        .setCity(instance.city())
                        .setCenter(instance.center())
                        .setRoom(instance.room()))
                .putAllTags(instance.tags()))
        .build();
  }

  /** Refuses what nodes would refuse. */
  static void check(RegisterRequest request) {
    service(request.getNamespace(), request.getService());
    try {
      InstanceMessages.read(request.getInstance());
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The name of a service; an empty namespace is the default one. */
  static ServiceName service(String namespace, String service) {
    try {
      return InstanceMessages.service(namespace, service);
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static InstanceName name(RegisterRequest request) {
    return InstanceMessages.name(
        service(request.getNamespace(), request.getService()), request.getInstance().getId());
  }
}
