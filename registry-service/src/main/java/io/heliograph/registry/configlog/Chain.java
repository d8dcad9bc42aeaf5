/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The versions of one document, folded from the log in its order. Not thread-safe.
 *
 * <p>The rule: a record becomes the current version if its version is greater than the current one.
 * A writer makes it one greater than the version it knows, and no writer knows more than the log
 * says, so of two that replace the same version the first in the log wins: a compare-and-set. "One
 * greater" would say the same of a whole log, but not of one from which compaction has taken
 * forgotten versions; see RATIONALE.md.
 */
final class Chain {
  /** Of records to be erased; more are found again after a restart. */
  private static final int MAX_OBSOLETE = 256;

  private final String key;

  /** The newest first. */
  private final Deque<DocumentVersion> versions = new ArrayDeque<>();

  /** Keys of records that will never matter again. */
  private final Set<String> obsolete = new LinkedHashSet<>();

  Chain(String key) {
    this.key = key;
  }

  /** Takes the next record of the log; returns whether it is the current version now. */
  boolean offer(DocumentVersion record) {
    if (versions.stream().anyMatch(known -> known.attempt().equals(record.attempt()))) {
      return false; // the log is read again
    }
    if (!versions.isEmpty() && record.version() <= versions.peekFirst().version()) {
      forget(record);
      return false;
    }
    versions.addFirst(record);
    if (versions.size() > Document.HISTORY) {
      forget(versions.removeLast());
    }
    return true;
  }

  private void forget(DocumentVersion record) {
    if (obsolete.size() < MAX_OBSOLETE) {
      obsolete.add(RecordCodec.recordKey(record));
    }
  }

  /** The record of this key is no longer in the log. */
  void erased(String recordKey) {
    obsolete.remove(recordKey);
  }

  List<String> obsolete() {
    return List.copyOf(obsolete);
  }

  Document document() {
    return new Document(key, List.copyOf(versions));
  }
}
