/* SPDX-License-Identifier: Apache-2.0 */
/** What the health job says of instances, read back from Kafka. */
package io.heliograph.registry.advice;
