/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Questions about TCP ports. */
final class Ports {
  private Ports() {}

  /**
   * Ports nobody listens on right now, all different. Another process may take one before the
   * server does; the server then says which.
   */
  static int[] free(int count) {
    ServerSocket[] held = new ServerSocket[count];
    int[] ports = new int[count];
    try {
      for (int i = 0; i < count; i++) {
        held[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ports[i] = held[i].getLocalPort();
      }
      for (ServerSocket socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback address", e);
    }
  }

  /**
   * @throws IllegalStateException naming the setting, when somebody listens on the port already
   */
  static void requireFree(String bind, int port, String setting) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(bind, port), 1);
    } catch (IOException e) {
      throw new IllegalStateException(
          "port "
              + port
              + " on "
              + bind
              + " is not free ("
              + e.getMessage()
              + "): stop whatever uses it, or set "
              + setting,
          e);
    }
  }
}
