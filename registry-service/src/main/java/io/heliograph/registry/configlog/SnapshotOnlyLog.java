/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.concurrent.CompletableFuture;

/** A log that nobody reads or writes: what the snapshot of its documents says holds. */
public final class SnapshotOnlyLog implements ConfigLog {
  private final Documents documents;
  private final String reason;
  private final ConfigCounts counts = new ConfigCounts();

  /**
   * A log of these documents.
   *
   * @param reason why nothing can be written, and what to do
   */
  public SnapshotOnlyLog(Documents documents, String reason) {
    this.documents = documents;
    this.reason = reason;
  }

  /** There is nothing to wait for. */
  @Override
  public void start() {
    documents.publish();
  }

  @Override
  public ConfigCounts counts() {
    return counts;
  }

  @Override
  public Documents documents() {
    return documents;
  }

  @Override
  public CompletableFuture<DocumentVersion> write(Change change) {
    return CompletableFuture.failedFuture(new LogUnavailableException(reason));
  }

  @Override
  public void close() {}
}
