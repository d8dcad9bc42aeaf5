/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The gRPC API {@code heliograph.registry.v1}: messages to the catalog and back, leases that a
 * stream holds, watches.
 */
package io.heliograph.registry.rpc;
