/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checkpoints a job left on disk. One is complete once its {@code _metadata} is there; Flink writes
 * that file last.
 */
public final class RetainedCheckpoints {
  private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d{1,18})");

  private RetainedCheckpoints() {}

  /** The complete checkpoints of a job, newest first; none if the job has no directory. */
  public static List<Path> of(Path checkpoints, String jobId) throws IOException {
    Path directory = checkpoints.resolve(jobId);
    if (jobId.isEmpty() || !Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(path -> number(path) >= 0 && Files.isRegularFile(path.resolve("_metadata")))
          .sorted(Comparator.comparingLong(RetainedCheckpoints::number).reversed())
          .toList();
    }
  }

  /** The newest complete checkpoint of a job. */
  public static Optional<Path> latest(Path checkpoints, String jobId) throws IOException {
    return of(checkpoints, jobId).stream().findFirst();
  }

  /** Deletes all that a job left. */
  public static void delete(Path checkpoints, String jobId) throws IOException {
    Directories.delete(checkpoints.resolve(jobId));
  }

  private static long number(Path checkpoint) {
    Matcher name = CHECKPOINT.matcher(checkpoint.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
