/* SPDX-License-Identifier: Apache-2.0 */
/** Heliograph's tables in ClickHouse: versioned migrations, and the questions people ask. */
package io.heliograph.sql;
