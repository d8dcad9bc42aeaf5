/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.Withholding;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.util.concurrent.TimeUnit;

/** That removals are withheld, as the message that the health job reads. */
public final class ProtectionMessages {
  private ProtectionMessages() {}

  /**
   * What a node says.
   *
   * @param atMillis Unix time of the change
   */
  public static ProtectionNotice of(String node, Withholding change, long atMillis) {
    ProtectionNotice.Builder message =
        ProtectionNotice.newBuilder()
            .setNodeId(node)
            .setChange(ProtectionChange.valueOf("PROTECTION_CHANGE_" + change.kind().name()))
            .setSilent(change.silent())
            .setInstances(change.all())
            .setHoldSeconds((int) TimeUnit.MILLISECONDS.toSeconds(change.holdMillis()))
            .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(atMillis));
    if (change.scope() instanceof ServiceName service) {
      message.setNamespace(service.namespace()).setService(service.service());
    } else if (change.scope() instanceof Location room) {
      message.setLocation(
          io.heliograph.v1.Location.newBuilder()
              .setCity(room.city())
              .setCenter(room.center())
              .setRoom(room.room()));
    }
    return message.build();
  }
}
