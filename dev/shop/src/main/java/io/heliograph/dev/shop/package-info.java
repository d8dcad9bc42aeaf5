/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A sample shop of real processes that call each other over gRPC, and the demo that loads it,
 * breaks it now and then, and reports from ClickHouse what was found: see {@link
 * io.heliograph.dev.shop.Demo}.
 */
package io.heliograph.dev.shop;
