/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What travels between the parts of Heliograph: signals and their topics, headers of Kafka records.
 * The messages themselves are OTLP (package {@code io.opentelemetry.proto}) and {@code
 * heliograph.v1} (package {@code io.heliograph.v1}, generated from {@code src/main/proto}).
 */
package io.heliograph.protocol;
