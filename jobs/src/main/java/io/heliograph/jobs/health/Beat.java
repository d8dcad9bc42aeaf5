/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Origin;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * One heartbeat.
 *
 * @param sentNanos by the sender's clock: only its distance from {@code startedNanos} is used
 * @param startedNanos start of the process, by the sender's clock: names the incarnation; 0 unknown
 * @param sequence 1, 2, 3 ... within an incarnation; 0 if the sender does not number its beats
 * @param intervalMillis the next beat is promised within this time
 * @param calls finished since the previous beat
 * @param errors of those, failed
 * @param strain what it carries, by its own word
 * @param leased whether a registry node tells it of a lease: then {@code startedNanos} is when the
 *     instance registered
 */
@TypeInfo(BeatSerializer.Factory.class)
public record Beat(
    Origin origin,
    InstanceId id,
    Profile profile,
    Lifecycle lifecycle,
    long sentNanos,
    long startedNanos,
    long sequence,
    long intervalMillis,
    long warmupMillis,
    long calls,
    long errors,
    Strain strain,
    boolean leased) {

  /** When it reached Kafka. */
  long millis() {
    return origin.timestampMillis();
  }

  /**
   * How old the process was when it sent this. Both times are the sender's, so the error of its
   * clock cancels out. 0 if it did not say, or if its clock was set back meanwhile.
   */
  long ageMillis() {
    return startedNanos == 0 || sentNanos == 0
        ? 0
        : Math.max(0, (sentNanos - startedNanos) / 1_000_000);
  }
}
