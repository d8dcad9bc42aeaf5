/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job to run from an uploaded jar.
 *
 * @param jobId chosen by the caller, so that a job whose submission was not answered can be found
 * @param restoreFrom the savepoint or checkpoint to start from
 * @param claim whether Flink owns {@code restoreFrom} from now on and deletes it once newer
 *     checkpoints replace it; otherwise it is left alone
 * @param allowNonRestoredState whether state that no operator takes may be dropped
 */
public record Submission(
    String jobId,
    String mainClass,
    List<String> arguments,
    Optional<String> restoreFrom,
    boolean claim,
    boolean allowNonRestoredState) {

  public Submission {
    arguments = List.copyOf(arguments);
  }

  /** A job that starts with empty state. */
  public static Submission fresh(String jobId, String mainClass, List<String> arguments) {
    return new Submission(jobId, mainClass, arguments, Optional.empty(), false, false);
  }

  /** A new random job id: 32 hexadecimal digits. */
  public static String newJobId() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
