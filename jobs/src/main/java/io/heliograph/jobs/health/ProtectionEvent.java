/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * A row of {@code health_events} that is of no single instance: its {@code instance_id} is empty,
 * and if it is of a room, so are namespace and service.
 *
 * @param timeMillis when it happened
 * @param from empty, or {@link ProtectionRules#FROZEN}
 * @param score share of the instances that are heard, in percent
 * @param reason in words, for a person
 */
public record ProtectionEvent(
    long timeMillis,
    String namespace,
    String service,
    String from,
    String to,
    int score,
    String reason) {}
