/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

/** A provisioned Grafana data source; the uids are those of {@code provisioning/datasources}. */
enum DataSource {
  CLICKHOUSE("heliograph-clickhouse", "grafana-clickhouse-datasource"),
  PROMETHEUS("heliograph-prometheus", "prometheus");

  private final String uid;
  private final String type;

  DataSource(String uid, String type) {
    this.uid = uid;
    this.type = type;
  }

  String uid() {
    return uid;
  }

  String type() {
    return type;
  }
}
