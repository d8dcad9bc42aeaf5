/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/** A span on the critical path, and how much of the trace's time it took itself. */
public record PathStep(String spanId, String service, String operation, long selfNanos) {}
