/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Describes {@link TinyServer}s. */
final class TinyProcess {
  private TinyProcess() {}

  static ProcessSpec spec(Path directory, int port, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(TinyServer.class.getName());
    command.add(Integer.toString(port));
    command.addAll(List.of(more));
    return ProcessSpec.named("tiny")
        .command(command)
        .ports("127.0.0.1", new PortClaim("hello", port, "TINY_PORT"))
        .health(HttpHealth.at("127.0.0.1", port, "/healthz"))
        .logs(directory.resolve("tiny.log"))
        .startTimeout(Duration.ofSeconds(30))
        .stopTimeout(Duration.ofSeconds(10))
        .build();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
