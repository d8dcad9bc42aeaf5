/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Bounds what is held for clients that do not read: large answers take turns, and streams that
 * stand still end once their memory is needed. Knows gRPC and which calls are such streams, but not
 * what is sent.
 */
package io.heliograph.registry.flow;
