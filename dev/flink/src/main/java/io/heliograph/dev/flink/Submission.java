/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job to run from an uploaded jar. Flink does not claim {@code restoreFrom}: it leaves it alone,
 * and from its first checkpoint on, which then is a full one, the job needs nothing of it. In the
 * other mode incremental checkpoints go on referring to files of the former life, which nobody
 * could ever delete.
 *
 * @param jobId chosen by the caller, so that a job whose submission was not answered can be found
 * @param restoreFrom the savepoint or checkpoint to start from
 * @param allowNonRestoredState whether state that no operator takes may be dropped
 */
public record Submission(
    String jobId,
    String mainClass,
    List<String> arguments,
    Optional<String> restoreFrom,
    boolean allowNonRestoredState) {

  public Submission {
    arguments = List.copyOf(arguments);
  }

  /** A job that starts with empty state. */
  public static Submission fresh(String jobId, String mainClass, List<String> arguments) {
    return new Submission(jobId, mainClass, arguments, Optional.empty(), false);
  }

  /** A new random job id: 32 hexadecimal digits. */
  public static String newJobId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
