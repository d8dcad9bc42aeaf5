/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.catalog.ServiceName;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a list to its file a second after a change, and those of that second with it. */
final class SnapshotWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ServiceName service;
  private final Optional<Snapshots> snapshots;
  private final ClientThread thread;
  private final Supplier<ServiceList> list;
  private boolean due;
  private boolean warned;

  /**
   * Nothing is due.
   *
   * @param snapshots empty if nothing is to be written
   */
  SnapshotWriter(
      ServiceName service,
      Optional<Snapshots> snapshots,
      ClientThread thread,
      Supplier<ServiceList> list) {
    this.service = service;
    this.snapshots = snapshots;
    this.thread = thread;
    this.list = list;
  }

  Optional<Snapshots.Found> found() {
    return snapshots.flatMap(those -> those.read(service));
  }

  void changed() {
    if (snapshots.isPresent() && !due) {
      due = true;
      thread.later(PAUSE_NANOS, this::write);
    }
  }

  /** Writes what is due. */
  void write() {
    if (!due) {
      return;
    }
    due = false;
    try {
      snapshots.orElseThrow().write(service, list.get().asAnswer(System.currentTimeMillis()));
      warned = false;
    } catch (IOException e) {
      if (warned) {
        LOG.debug("the list of {} cannot be written again", service, e);
      } else {
        LOG.warn("the list of {} cannot be written (repeats at DEBUG)", service, e);
        warned = true;
      }
    }
  }
}
