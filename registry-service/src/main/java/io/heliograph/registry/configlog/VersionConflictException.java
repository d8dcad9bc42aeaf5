/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

/** A change was made to a version that is not the current one. */
public final class VersionConflictException extends Exception {
  private static final long serialVersionUID = 1;

  private final long current;

  VersionConflictException(String key, long expected, long current) {
    super("%s is at version %d, not %d".formatted(key, current, expected));
    this.current = current;
  }

  /** The version that a change has to be made to. */
  public long current() {
    return current;
  }
}
