/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

/** Keys of several names as one string, whose hash (unlike a record's) is fixed for ever. */
public final class Keys {
  private Keys() {}

  /** Joins names without ambiguity: each is preceded by its length. */
  public static String of(String... names) {
    StringBuilder key = new StringBuilder(64);
    for (String name : names) {
      key.append(name.length()).append(':').append(name);
    }
    return key.toString();
  }
}
