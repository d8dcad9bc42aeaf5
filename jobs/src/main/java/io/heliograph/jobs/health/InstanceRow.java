/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/** A version of an instance's row. */
public record InstanceRow(
    InstanceId id,
    Profile profile,
    Verdict verdict,
    long registeredMillis,
    long lastSeenMillis,
    long revision) {}
