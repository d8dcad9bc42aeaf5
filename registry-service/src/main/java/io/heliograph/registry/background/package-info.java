/* SPDX-License-Identifier: Apache-2.0 */
/** The threads beside those of calls: they read Kafka, or write to it. */
package io.heliograph.registry.background;
