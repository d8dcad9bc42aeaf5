/* SPDX-License-Identifier: Apache-2.0 */
/** A real Kafka broker as a child process, for the development stack and for tests. */
package io.heliograph.dev.kafka;
