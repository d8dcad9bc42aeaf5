/* SPDX-License-Identifier: Apache-2.0 */
/** The ClickHouse sink: rows encoded into Native blocks, committed exactly once. */
package io.heliograph.sinks;
