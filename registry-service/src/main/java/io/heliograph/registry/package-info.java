/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The registry process: one of any number of equal nodes, or an agent that watches them. Its
 * transports are here, over a catalog that knows none. It needs neither Kafka, Flink nor ClickHouse
 * to serve.
 */
package io.heliograph.registry;
