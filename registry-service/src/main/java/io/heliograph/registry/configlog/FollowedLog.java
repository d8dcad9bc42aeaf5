/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Documents as others tell them that read the log; nothing can be written. */
public final class FollowedLog implements ConfigLog {
  private final Documents documents;
  private final String reason;
  private final ConfigCounts counts = new ConfigCounts();

  /**
   * A log of these documents.
   *
   * @param reason why nothing can be written, and what to do
   */
  public FollowedLog(Documents documents, String reason) {
    this.documents = documents;
    this.reason = reason;
  }

  @Override
  public void start() {
    documents.publish();
  }

  /**
   * Takes the current version of a document, unless it is not later than what is known.
   *
   * @param value empty if it was deleted
   * @return false if there is no room for it
   */
  public boolean take(String key, long version, Optional<String> value) {
    DocumentVersion told =
        new DocumentVersion(key, version, "told-" + version, "", System.currentTimeMillis(), value);
    if (!documents.haveRoomFor(key, told.footprint())) {
      return false;
    }
    (documents.apply(told) ? counts.applied : counts.superseded).increment();
    documents.publish();
    return true;
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
