/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Grafana dashboards as code: records that say what a panel asks and shows, written as Grafana's
 * JSON. {@code dashboards/grafana} holds what they generate; a test keeps the two equal and runs
 * every query on a real ClickHouse.
 */
package io.heliograph.dashboards;
