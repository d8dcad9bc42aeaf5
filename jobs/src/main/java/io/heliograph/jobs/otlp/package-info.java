/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Walks OTLP in its protobuf wire form and appends what it finds to ClickHouse columns, without
 * building messages: at the rates of raw telemetry the objects are what costs.
 */
package io.heliograph.jobs.otlp;
