/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;

/**
 * Where ClickHouse is.
 *
 * @param url of its HTTP interface, such as {@code http://127.0.0.1:8123}
 */
public record ClickHouseConnection(String url, String database, String user, String password)
    implements Serializable {

  /** Refuses what is no HTTP URL. */
  public ClickHouseConnection {
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    String scheme = URI.create(url).getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "ClickHouse URL '" + url + "' must start with http:// or https://");
    }
  }

  /** A connection. */
  public static ClickHouseConnection of(String url, String database, String user, String password) {
    return new ClickHouseConnection(url, database, user, password);
  }

  @Override
  public String toString() {
    return url + "/" + database + " as " + user;
  }
}
