/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A log of one node in memory, decided as it is written, for tests. */
public final class MemoryConfigLog implements ConfigLog {
  private final Documents documents;

  public MemoryConfigLog(Documents documents) {
    this.documents = documents;
  }

  @Override
  public void start() {
    documents.publish();
  }

  @Override
  public ConfigCounts counts() {
    return new ConfigCounts();
  }

  @Override
  public Documents documents() {
    return documents;
  }

  @Override
  public synchronized CompletableFuture<DocumentVersion> write(Change change) {
    Document now = documents.find(change.key());
    if (now.version() != change.expected()) {
      return CompletableFuture.failedFuture(
          new VersionConflictException(change.key(), change.expected(), now.version()));
    }
    DocumentVersion version =
        new DocumentVersion(
            change.key(),
            change.expected() + 1,
            UUID.randomUUID().toString(),
            change.author(),
            0,
            change.value());
    documents.apply(version);
    documents.publish();
    return CompletableFuture.completedFuture(version);
  }

  @Override
  public void close() {}
}
