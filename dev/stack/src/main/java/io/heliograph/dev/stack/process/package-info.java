/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Keeps operating-system processes alive: a process as a value ({@link
 * io.heliograph.dev.stack.process.ProcessSpec}), the one who starts, asks, restarts and ends it
 * ({@link io.heliograph.dev.stack.process.Keeper}), and the file that tells a later life which
 * processes are ours ({@link io.heliograph.dev.stack.process.Children}). Knows nothing of what the
 * processes are for.
 */
package io.heliograph.dev.stack.process;
