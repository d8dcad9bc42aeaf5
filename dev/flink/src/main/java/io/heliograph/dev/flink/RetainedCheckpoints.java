/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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

  // Flink names a savepoint after the first digits of the job's id.
  private static final int SAVEPOINT_ID_LENGTH = 6;

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

  /**
   * The newest a job can carry on from: the youngest checkpoint or savepoint of any of its lives.
   * Once a life has stopped with a savepoint, Flink deletes its checkpoints.
   *
   * @param jobIds the ids of its lives
   */
  public static Optional<Path> newest(Path checkpoints, Path savepoints, List<String> jobIds)
      throws IOException {
    List<Path> candidates = new ArrayList<>();
    for (String jobId : jobIds) {
      latest(checkpoints, jobId).ifPresent(candidates::add);
      candidates.addAll(savepointsOf(savepoints, jobId));
    }
    Optional<Path> newest = Optional.empty();
    for (Path candidate : candidates) {
      if (newest.isEmpty() || completed(candidate).compareTo(completed(newest.get())) > 0) {
        newest = Optional.of(candidate);
      }
    }
    return newest;
  }

  private static List<Path> savepointsOf(Path savepoints, String jobId) throws IOException {
    if (jobId.length() < SAVEPOINT_ID_LENGTH || !Files.isDirectory(savepoints)) {
      return List.of();
    }
    String prefix = "savepoint-" + jobId.substring(0, SAVEPOINT_ID_LENGTH) + "-";
    try (Stream<Path> entries = Files.list(savepoints)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .filter(path -> Files.isRegularFile(path.resolve("_metadata")))
          .toList();
    }
  }

  private static FileTime completed(Path checkpoint) throws IOException {
    return Files.getLastModifiedTime(checkpoint.resolve("_metadata"));
  }

  /** Deletes all that a job left. */
  public static void delete(Path checkpoints, String jobId) throws IOException {
    Directories.delete(checkpoints.resolve(jobId));
  }

  /**
   * Deletes a savepoint.
   *
   * @param savepoints nothing is deleted but what lies in there
   * @param savepoint a path or a URI
   */
  public static void deleteSavepoint(Path savepoints, String savepoint) throws IOException {
    Path path =
        Path.of(savepoint.startsWith("file:") ? URI.create(savepoint).getPath() : savepoint);
    if (savepoints.equals(path.getParent())) {
      Directories.delete(path);
    }
  }

  private static long number(Path checkpoint) {
    Matcher name = CHECKPOINT.matcher(checkpoint.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }
}
