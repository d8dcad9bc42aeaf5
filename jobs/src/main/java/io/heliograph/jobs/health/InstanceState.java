/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * All the job keeps of an instance.
 *
 * @param lastSeenMillis log time of the newest beat
 * @param intervalMillis what that beat promised
 * @param calls recent calls, those of older beats decayed
 * @param errors of those, failed
 * @param probeFailure what the last probe complained of; empty if it was content, or there was none
 * @param written the row that was last sent to the table
 */
public record InstanceState(
    InstanceId id,
    Profile profile,
    Lifecycle lifecycle,
    Incarnation incarnation,
    long lastSeenMillis,
    long intervalMillis,
    double calls,
    double errors,
    String probeFailure,
    Verdict verdict,
    InstanceRow written) {

  InstanceState judged(Verdict newVerdict) {
    return new InstanceState(
        id,
        profile,
        lifecycle,
        incarnation,
        lastSeenMillis,
        intervalMillis,
        calls,
        errors,
        probeFailure,
        newVerdict,
        written);
  }

  InstanceState probed(String failure) {
    return new InstanceState(
        id,
        profile,
        lifecycle,
        incarnation,
        lastSeenMillis,
        intervalMillis,
        calls,
        errors,
        failure,
        verdict,
        written);
  }

  InstanceState written(InstanceRow row) {
    return new InstanceState(
        id,
        profile,
        lifecycle,
        incarnation,
        lastSeenMillis,
        intervalMillis,
        calls,
        errors,
        probeFailure,
        verdict,
        row);
  }
}
