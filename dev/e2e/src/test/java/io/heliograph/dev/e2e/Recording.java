/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The Train Ticket recording, and what the tests make of its files. */
final class Recording {
  static final Path TRAIN_TICKET = Repository.root().resolveSibling("shared/data/trainticket");

  /** The first two digits of a trace's id, wherever its column is. */
  private static final Pattern ID_BEGINS =
      Pattern.compile("(^|,)[0-9a-f]{2}(?=[0-9a-f]{30},[0-9a-f]{16},)");

  private Recording() {}

  static boolean isThere() {
    return Files.isDirectory(TRAIN_TICKET);
  }

  /**
   * Copies all of it, with two digits in front of every trace id that replace its first two. What
   * is left of the ids still tells the traces apart, and what was remembered of other copies says
   * nothing of this one.
   */
  static void copyWithIds(String twoDigits, Path to) throws IOException {
    copy(files(""), twoDigits, to);
  }

  /** The same without the logs. */
  static void copySpansWithIds(String twoDigits, Path to) throws IOException {
    copy(files("trace-"), twoDigits, to);
  }

  private static void copy(List<Path> files, String twoDigits, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files) {
      String name = file.getFileName().toString();
      try (BufferedReader from = open(file);
          Writer copy = Files.newBufferedWriter(to.resolve(name.replace(".gz", "")))) {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
          copy.write(ID_BEGINS.matcher(line).replaceFirst("$1" + twoDigits));
          copy.write('\n');
        }
      }
    }
  }

  private static List<Path> files(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(TRAIN_TICKET)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .filter(file -> file.getFileName().toString().endsWith(".csv.gz"))
          .sorted()
          .toList();
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(bytes, 1 << 16), StandardCharsets.UTF_8));
  }
}
