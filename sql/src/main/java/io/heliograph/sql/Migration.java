/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of the schema. Its statements may run more than once: a migrator that dies on the way is
 * simply run again.
 *
 * @param version order of application, from 1
 * @param file such as {@code V001__opentelemetry_traces.sql}
 * @param text SQL with places, see {@link Template}
 */
record Migration(int version, String file, String text) {
  private static final Pattern FILE = Pattern.compile("V(\\d+)__[a-z0-9_]+\\.sql");

  static Migration of(String file, String text) {
    Matcher matcher = FILE.matcher(file);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(file + " is not named V<number>__<words>.sql");
    }
    return new Migration(Integer.parseInt(matcher.group(1)), file, text);
  }

  /** All of this build, in order. */
  static List<Migration> all() {
    return Resources.list("migrations").stream()
        .map(file -> of(file, Resources.read("migrations", file)))
        .toList();
  }

  /** SHA-256 of the text as written: settings may differ from run to run, history may not. */
  String checksum() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
