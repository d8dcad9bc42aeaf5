/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Sends recorded spans and logs through the public endpoints, as a client of the pipeline would:
 * {@link io.heliograph.dev.replay.Replay} for programs, {@link
 * io.heliograph.dev.replay.ReplayCommand} for people.
 */
package io.heliograph.dev.replay;
