/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Discovery for stock gRPC clients: xDS v3 over one aggregated stream. A plan of who gets which
 * share of the calls, which knows no transport; its encoding; and the streams that wait for it to
 * change.
 */
package io.heliograph.registry.xds;
