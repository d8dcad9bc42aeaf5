/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

/** {@code ./heliograph replay}, in the package where the stack looks for it. */
public final class ReplayCommand extends io.heliograph.dev.replay.ReplayCommand {}
