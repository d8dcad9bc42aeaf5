/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import javax.annotation.Nullable;

/**
 * What the registry is told of an instance.
 *
 * @param verdict null: the instance is forgotten
 * @param millis log time
 * @param revision grows with each advice for the instance
 * @param beatsItself whether it is judged by beats of its own, and not by its lease
 */
public record Advice(
    InstanceId id, @Nullable Verdict verdict, long millis, long revision, boolean beatsItself) {}
