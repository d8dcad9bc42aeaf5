/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.Optional;

/** Documents as others tell them that read the log. */
public final class FollowedLog extends ReadOnlyLog {
  /**
   * A log of these documents.
   *
   * @param reason why nothing can be written, and what to do
   */
  public FollowedLog(Documents documents, String reason) {
    super(documents, reason);
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
    if (!documents().haveRoomFor(key, told.footprint())) {
      return false;
    }
    (documents().apply(told) ? counts().applied : counts().superseded).increment();
    documents().publish();
    return true;
  }
}
