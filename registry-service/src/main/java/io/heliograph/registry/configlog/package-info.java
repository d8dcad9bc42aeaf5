/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Documents in versions, whose durable store is a log that all nodes read: rules of services, and
 * whatever else must be the same everywhere. Knows nothing of what a document says.
 */
package io.heliograph.registry.configlog;
