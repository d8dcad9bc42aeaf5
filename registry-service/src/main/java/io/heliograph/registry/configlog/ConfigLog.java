/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The log of documents: read from memory, changed by compare-and-set. Thread-safe. */
public interface ConfigLog extends AutoCloseable {
  /** Begins to read. What a snapshot knew is in the documents by then. */
  void start();

  /** What became of the records that were read. */
  ConfigCounts counts();

  /** What the log says, as far as this node has read it. */
  Documents documents();

  /**
   * Replaces a version of a document. Never blocks.
   *
   * @param change what is to be written
   * @return the version it has become; or fails with a {@link VersionConflictException} if another
   *     was first, or with a {@link LogUnavailableException} if that cannot be decided now
   */
  CompletableFuture<DocumentVersion> write(Change change);

  @Override
  void close();

  /**
   * A change of a document.
   *
   * @param key without {@code #}, at most 1,024 characters
   * @param expected the version it replaces; 0 if there is none
   * @param author may be empty
   * @param value JSON; empty to delete the document
   */
  record Change(String key, long expected, String author, Optional<String> value) {
    private static final int MAX_KEY = 1_024;

    public Change {
      if (key.isEmpty() || key.length() > MAX_KEY || key.indexOf('#') >= 0) {
        throw new IllegalArgumentException(
            "key has %d characters: give 1 to %d, none of them #".formatted(key.length(), MAX_KEY));
      }
    }
  }
}
