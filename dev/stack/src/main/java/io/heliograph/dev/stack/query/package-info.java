/* SPDX-License-Identifier: Apache-2.0 */
/** Asking ClickHouse over HTTP, for the commands that show what is stored. */
package io.heliograph.dev.stack.query;
