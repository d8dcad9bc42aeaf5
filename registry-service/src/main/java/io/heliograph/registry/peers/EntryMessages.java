/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import io.heliograph.registry.catalog.Entry;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.Stamp;
import io.heliograph.registry.peer.v1.Version;
import io.heliograph.registry.rpc.InstanceMessages;
import java.util.Optional;

/** Entries as messages. */
final class EntryMessages {
  /** In the year 2255: one that was greater could leave no number for what comes after it. */
  private static final long MAX_VERSION = 1L << 53;

  private EntryMessages() {}

  static Entry read(io.heliograph.registry.peer.v1.Entry message) throws Refusal {
    Optional<Listed> listed = Optional.empty();
    if (message.hasInstance()) {
      listed =
          Optional.of(
              new Listed(
                  InstanceMessages.read(message.getInstance()), message.getRegisteredUnixMillis()));
    }
    return new Entry(
        InstanceMessages.service(message.getNamespace(), message.getService()),
        InstanceLimits.name("id", message.getId()),
        stamp(message.getVersion(), message.getNode()),
        listed,
        message.getExpired());
  }

  static Stamp stamp(Version message) throws Refusal {
    return stamp(message.getVersion(), message.getNode());
  }

  private static Stamp stamp(long version, String node) throws Refusal {
    return new Stamp(
        InstanceLimits.number("version", version, 0, MAX_VERSION),
        InstanceLimits.name("node", node));
  }

  static io.heliograph.registry.peer.v1.Entry of(Entry entry) {
    io.heliograph.registry.peer.v1.Entry.Builder message =
        io.heliograph.registry.peer.v1.Entry.newBuilder()
            .setNamespace(entry.service().namespace())
            .setService(entry.service().service())
            .setId(entry.id())
            .setVersion(entry.stamp().version())
            .setNode(entry.stamp().node())
            .setExpired(entry.expired());
    entry
        .listed()
        .ifPresent(
            listed ->
                message
                    .setInstance(InstanceMessages.of(listed.instance()))
                    .setRegisteredUnixMillis(listed.registeredAtMillis()));
    return message.build();
  }

  static Version version(Entry entry) {
    return Version.newBuilder()
        .setNamespace(entry.service().namespace())
        .setService(entry.service().service())
        .setId(entry.id())
        .setVersion(entry.stamp().version())
        .setNode(entry.stamp().node())
        .build();
  }
}
