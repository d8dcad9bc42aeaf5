/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The whole of Heliograph on one machine with one command: which processes there are ({@link
 * io.heliograph.dev.stack.StackProcesses}), the order in which they come up and go down ({@link
 * io.heliograph.dev.stack.Supervisor}), the jobs and where each carries on ({@link
 * io.heliograph.dev.stack.JobKeeper}), and the commands a person types ({@link
 * io.heliograph.dev.stack.Heliograph}). Tests start it with {@link
 * io.heliograph.dev.stack.HeliographStack}.
 */
package io.heliograph.dev.stack;
