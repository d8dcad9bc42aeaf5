/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The fleet as the registry serves it and the health job judges it, for {@code ./heliograph fleet}.
 */
package io.heliograph.dev.stack.fleet;
