/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text files of this module, found through the {@code index.txt} beside them. */
final class Resources {
  private Resources() {}

  /** File names in the order of the index. */
  static List<String> list(String folder) {
    return read(folder, "index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /** The file's text with LF line ends, so that a checksum does not depend on the checkout. */
  static String read(String folder, String file) {
    String path = folder + "/" + file;
    try (InputStream in = Resources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
