/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a job between lives of the stack. Paths are URIs.
 *
 * @param id Flink's id of its present life; empty if it was never submitted
 * @param checkpoint the newest checkpoint the JobManager told us of
 * @param origin the savepoint or checkpoint this life started from
 * @param savepoint what the last orderly stop left; the job has not run since
 * @param resubmissions how often it was submitted again because it was lost
 * @param formerIds earlier lives whose checkpoints may still lie on disk
 */
record JobRecord(
    String name,
    String id,
    Optional<String> checkpoint,
    Optional<String> origin,
    Optional<String> savepoint,
    int resubmissions,
    List<String> formerIds) {

  JobRecord {
    formerIds = List.copyOf(formerIds);
  }

  static JobRecord unknown(String name) {
    return new JobRecord(
        name, "", Optional.empty(), Optional.empty(), Optional.empty(), 0, List.of());
  }

  /** A new life begins. */
  JobRecord submitted(String newId, Optional<String> from, boolean again) {
    List<String> former = new ArrayList<>(formerIds);
    if (!id.isEmpty()) {
      former.add(id);
    }
    return new JobRecord(
        name,
        newId,
        Optional.empty(),
        from,
        Optional.empty(),
        again ? resubmissions + 1 : resubmissions,
        former);
  }

  /** The same job was found under an id we did not give it. */
  JobRecord adopted(String foundId) {
    return new JobRecord(
        name, foundId, checkpoint, origin, Optional.empty(), resubmissions, formerIds);
  }

  JobRecord checkpointed(String path) {
    return new JobRecord(name, id, Optional.of(path), origin, savepoint, resubmissions, formerIds);
  }

  JobRecord stopped(String path) {
    return new JobRecord(name, id, checkpoint, origin, Optional.of(path), resubmissions, formerIds);
  }

  JobRecord withoutFormerIds() {
    return new JobRecord(name, id, checkpoint, origin, savepoint, resubmissions, List.of());
  }

  /**
   * Where the next life carries on: from the savepoint of an orderly stop, else from the newest
   * checkpoint or savepoint on disk, else from the newest we were told of, else from where this
   * life started. Empty only for a job that never kept anything.
   *
   * @param onDisk the newest complete checkpoint or savepoint of any life on our disk
   */
  Optional<String> next(Optional<String> onDisk) {
    return savepoint.or(() -> onDisk).or(() -> checkpoint).or(() -> origin);
  }
}
