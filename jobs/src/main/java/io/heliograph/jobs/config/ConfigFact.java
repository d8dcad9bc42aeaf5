/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.keyed.Keys;
import io.heliograph.jobs.keyed.Origin;

/**
 * A step in the life of a config release.
 *
 * @param timeMillis by the sender's clock; log time if it did not say
 * @param releaseKind full, gray or rollback
 */
public record ConfigFact(
    Origin origin,
    Kind kind,
    String releaseId,
    String namespace,
    String app,
    String item,
    long version,
    long timeMillis,
    String releaseKind,
    String target,
    String publisher,
    String instanceId,
    String error) {

  /** What happened. */
  public enum Kind {
    /** To the release: it was made. */
    PUBLISHED,
    /** To the release: a later one took its place. */
    SUPERSEDED,
    /** To an instance: it has it. */
    RECEIVED,
    /** To an instance: it uses it. */
    APPLIED,
    /** To an instance: it refused it. */
    REJECTED;

    boolean isArrival() {
      return this != PUBLISHED && this != SUPERSEDED;
    }
  }

  String releaseKey() {
    return Keys.of(releaseId);
  }

  String arrivalKey() {
    return Keys.of(releaseId, instanceId);
  }
}
