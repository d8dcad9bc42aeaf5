/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One trace for a person at a terminal: {@link io.heliograph.dev.stack.trace.TraceReader} asks
 * ClickHouse for its spans, what the trace job found and its logs; {@link
 * io.heliograph.dev.stack.trace.Waterfall} draws them, {@link
 * io.heliograph.dev.stack.trace.TraceJson} writes them for a program. It judges nothing itself.
 */
package io.heliograph.dev.stack.trace;
