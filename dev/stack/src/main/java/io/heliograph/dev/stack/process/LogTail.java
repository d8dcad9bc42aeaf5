/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The last lines of a log file. */
public final class LogTail {
  private static final int BYTES = 16_384;

  private LogTail() {}

  /** At most so many last lines of a file; none if there is no such file. */
  public static List<String> of(Path file, int lines) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      byte[] end = new byte[(int) Math.min(BYTES, length)];
      in.seek(length - end.length);
      in.readFully(end);
      List<String> all = Arrays.asList(new String(end, StandardCharsets.UTF_8).split("\\R"));
      return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return List.of("(" + file + " cannot be read: " + e.getMessage() + ")");
    }
  }

  /** The tails of a process' logs under a line with each file's name. */
  public static String of(ProcessSpec spec, int lines) {
    StringBuilder text = new StringBuilder();
    for (Path log : spec.logs()) {
      List<String> tail = of(log, lines).stream().filter(line -> !line.isBlank()).toList();
      if (!tail.isEmpty()) {
        text.append("--- end of ").append(log).append('\n');
        tail.forEach(line -> text.append("    ").append(line).append('\n'));
      }
    }
    return text.length() == 0 ? "(it logged nothing)" : text.toString().stripTrailing();
  }
}
