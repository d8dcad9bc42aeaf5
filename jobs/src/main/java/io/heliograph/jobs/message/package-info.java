/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The message job: each message from its producer to each consumer group; {@code message_traces}.
 */
package io.heliograph.jobs.message;
