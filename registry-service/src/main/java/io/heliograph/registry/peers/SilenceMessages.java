/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.peer.v1.Silences;
import io.heliograph.registry.peer.v1.Silent;
import io.heliograph.registry.rpc.InstanceMessages;
import java.util.HashMap;
import java.util.Map;

/** How many leases are silent, by service and by room, as a message. */
final class SilenceMessages {
  private SilenceMessages() {}

  static Silences of(Map<Object, Integer> silent) {
    Silences.Builder message = Silences.newBuilder();
    silent.forEach((scope, count) -> message.addScopes(of(scope).setInstances(count)));
    return message.build();
  }

  private static Silent.Builder of(Object scope) {
    Silent.Builder message = Silent.newBuilder();
    if (scope instanceof ServiceName service) {
      return message.setNamespace(service.namespace()).setService(service.service());
    }
    Location room = (Location) scope;
    return message.setRoom(
        io.heliograph.registry.v1.Location.newBuilder()
            .setCity(room.city())
            .setCenter(room.center())
            .setRoom(room.room()));
  }

  static Map<Object, Integer> read(Silences message) throws Refusal {
    Map<Object, Integer> silent = new HashMap<>();
    for (Silent scope : message.getScopesList()) {
      io.heliograph.registry.v1.Location room = scope.getRoom();
      silent.put(
          scope.getService().isEmpty()
              ? new Location(room.getCity(), room.getCenter(), room.getRoom())
              : InstanceMessages.service(scope.getNamespace(), scope.getService()),
          Math.max(0, scope.getInstances()));
    }
    return silent;
  }
}
