/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.Optional;

/**
 * One version of a document, as a record of the log has it.
 *
 * @param key of the document, such as {@code rules/default/orders}
 * @param version one more than the version that its writer knew; from 1
 * @param attempt tells apart those that were written to become the same version
 * @param author who wrote it, as it said itself; may be empty
 * @param atMillis Unix time by the clock of the node that wrote it
 * @param value JSON; empty if the document was deleted
 */
public record DocumentVersion(
    String key,
    long version,
    String attempt,
    String author,
    long atMillis,
    Optional<String> value) {
  /** About the memory that it takes, in bytes. */
  long footprint() {
    return 256L + key.length() + author.length() + value.map(String::length).orElse(0);
  }
}
