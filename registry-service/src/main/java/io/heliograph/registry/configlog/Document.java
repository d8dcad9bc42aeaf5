/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.List;
import java.util.Optional;

/**
 * A document at one moment.
 *
 * @param key its name
 * @param versions the last {@value #HISTORY} or fewer, the newest first; empty if there never was
 *     one
 */
public record Document(String key, List<DocumentVersion> versions) {
  public static final int HISTORY = 16;

  /** The current version; 0 if there never was one. */
  public long version() {
    return versions.isEmpty() ? 0 : versions.get(0).version();
  }

  /** What it says; empty if it was deleted, or there never was one. */
  public Optional<String> value() {
    return versions.isEmpty() ? Optional.empty() : versions.get(0).value();
  }

  boolean has(String attempt) {
    return versions.stream().anyMatch(version -> version.attempt().equals(attempt));
  }

  long footprint() {
    return versions.stream().mapToLong(DocumentVersion::footprint).sum();
  }
}
