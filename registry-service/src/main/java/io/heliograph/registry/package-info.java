/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The registry process. Today it is the place where the registry will live: it listens, tells its
 * health and its metrics, and answers every call of the registry's HTTP contract with 501. It needs
 * neither Kafka, Flink nor ClickHouse to serve.
 */
package io.heliograph.registry;
