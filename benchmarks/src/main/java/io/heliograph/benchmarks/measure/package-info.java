/* SPDX-License-Identifier: Apache-2.0 */
/** What is measured: CPU of processes, rows and bytes in ClickHouse, time until queryable. */
package io.heliograph.benchmarks.measure;
