/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes every dashboard into a directory: {@code DashboardsMain dashboards/grafana/dashboards}.
 */
public final class DashboardsMain {
  private DashboardsMain() {}

  @SuppressWarnings("SystemOut") // a command for the terminal
  public static void main(String[] args) throws IOException {
    if (args.length != 1 || args[0].startsWith("-")) {
      System.err.println("Usage: DashboardsMain DIRECTORY   (writes one JSON file per dashboard)");
      System.exit(2);
    }
    Path directory = Files.createDirectories(Path.of(args[0]));
    for (Dashboard dashboard : Dashboard.all()) {
      Path file = directory.resolve(dashboard.fileName());
      Files.writeString(file, DashboardJson.write(dashboard));
      System.out.println("wrote " + file);
    }
  }
}
