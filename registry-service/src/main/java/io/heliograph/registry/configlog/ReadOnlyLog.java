/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.concurrent.CompletableFuture;

/** Documents of which this node does not read the log: what their snapshot says holds. */
public class ReadOnlyLog implements ConfigLog {
  private final Documents documents;
  private final String reason;
  private final ConfigCounts counts = new ConfigCounts();

  /**
   * A log of these documents.
   *
   * @param reason why nothing can be written, and what to do
   */
  public ReadOnlyLog(Documents documents, String reason) {
    this.documents = documents;
    this.reason = reason;
  }

  /** There is nothing to wait for. */
  @Override
  public final void start() {
    documents.publish();
  }

  @Override
  public final ConfigCounts counts() {
    return counts;
  }

  @Override
  public final Documents documents() {
    return documents;
  }

  @Override
  public final CompletableFuture<DocumentVersion> write(Change change) {
    return CompletableFuture.failedFuture(new LogUnavailableException(reason));
  }

  @Override
  public final void close() {}
}
