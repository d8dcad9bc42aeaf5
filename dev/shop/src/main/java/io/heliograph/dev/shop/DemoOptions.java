/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the running stack is, and how long to load the shop.
 *
 * @param gateway OTLP/gRPC and heliograph.v1, HOST:PORT
 * @param kafka bootstrap servers for the shop's own topic
 * @param clickHouse HTTP URL
 * @param user of ClickHouse
 * @param password of ClickHouse; may be empty
 * @param database of ClickHouse
 * @param seconds of load, 10 to 3,600
 * @param faults whether the {@link FaultSchedule} is played; else nothing is done to the shop
 * @param logs directory for the log files of the shop's processes
 * @param terminal whether the output is a terminal: colours, a line that redraws itself
 */
public record DemoOptions(
    String gateway,
    String kafka,
    URI clickHouse,
    String user,
    String password,
    String database,
    int seconds,
    boolean faults,
    Path logs,
    boolean terminal) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the setting, its value and its range
   */
  public DemoOptions {
    Objects.requireNonNull(gateway, "gateway");
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(clickHouse, "clickHouse");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(database, "database");
    Objects.requireNonNull(logs, "logs");
    if (seconds < 10 || seconds > 3_600) {
      throw new IllegalArgumentException("seconds must be 10 to 3600, is " + seconds);
    }
  }
}
