/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a free port that answers every connection with the same bytes. */
final class Servers {
  private Servers() {}

  /** Says its piece, then closes the connection, or keeps it and says nothing more. */
  static final class Scripted implements Closeable {
    private final ServerSocket listener;
    private final byte[] piece;
    private final int times;
    private final boolean closes;
    private final List<Socket> open = new ArrayList<>();

    /** What it was sent, as far as it has read. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    Scripted(String piece, boolean closes) throws IOException {
      this(piece, 1, closes);
    }

    Scripted(String piece, int times, boolean closes) throws IOException {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      this.piece = piece.getBytes(ISO_8859_1);
      this.times = times;
      this.closes = closes;
      Thread thread = new Thread(this::serve, "scripted");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return listener.getLocalPort();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try {
          Socket socket = listener.accept();
          open.add(socket);
          speak(socket);
        } catch (IOException e) {
          // the client went, or it is closed
        }
      }
    }

    private void speak(Socket socket) throws IOException {
      byte[] request = new byte[4_096];
      int read = piece.length == 0 ? 0 : socket.getInputStream().read(request);
      heard.add(new String(request, 0, Math.max(0, read), StandardCharsets.UTF_8));
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(piece);
      }
      if (closes) {
        socket.close();
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** A port on which nobody listens, as long as nobody takes it. */
  static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }
}
