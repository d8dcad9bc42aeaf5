/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.nio.charset.StandardCharsets;

/**
 * Gives the same String for the same bytes, as long as not too many others come between: a table of
 * {@value #PLACES} places in which the newest takes the place. It only saves memory, and time. Not
 * thread safe.
 */
final class Names {
  private static final int PLACES = 4_096;
  private static final int MAX_LENGTH = 64;

  private final String[] known = new String[PLACES];

  String of(byte[] bytes, int from, int length) {
    if (length == 0) {
      return "";
    }
    if (length > MAX_LENGTH) {
      return new String(bytes, from, length, StandardCharsets.UTF_8);
    }
    int hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ hash >>> 12) & PLACES - 1;
    String name = known[place];
    if (name == null || !same(name, bytes, from, length)) {
      name = new String(bytes, from, length, StandardCharsets.UTF_8);
      known[place] = name;
    }
    return name;
  }

  /** Never so of a name that is not ASCII: those are made anew. */
  private static boolean same(String name, byte[] bytes, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}
