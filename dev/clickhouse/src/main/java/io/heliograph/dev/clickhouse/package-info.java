/* SPDX-License-Identifier: Apache-2.0 */
/** A real ClickHouse server as a child process, for the development stack and for tests. */
package io.heliograph.dev.clickhouse;
