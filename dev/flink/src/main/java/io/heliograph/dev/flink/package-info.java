/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A real Flink session cluster as processes of their own, without a Flink distribution: how its
 * configuration is written ({@link io.heliograph.dev.flink.FlinkCluster}), how its processes are
 * launched ({@link io.heliograph.dev.flink.FlinkLaunch}), what it left on disk ({@link
 * io.heliograph.dev.flink.RetainedCheckpoints}) and how it is talked to ({@link
 * io.heliograph.dev.flink.FlinkRest}). Only the processes load Flink classes: a program that uses
 * this package needs Jackson and nothing else.
 */
package io.heliograph.dev.flink;
