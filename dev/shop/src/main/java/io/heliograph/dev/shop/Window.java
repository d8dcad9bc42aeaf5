/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

/** A fault as it happened, in ms since 1970. */
record Window(FaultSchedule.Fault fault, long fromMillis, long toMillis) {}
