/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries TCP connections to a port. It can be cut: then they end, and no other is taken. Or it can
 * have a hole: then they stay, and nobody is told that nothing passes, not even that a side has
 * closed. What is sent into the hole comes late, when the cable is mended, if both sides are still
 * there then, as what IP loses and TCP repeats; a connection that begins meanwhile waits for that.
 */
final class Cable implements AutoCloseable {
  /** From who connects, or to it. */
  enum Way {
    THERE,
    BACK;

    private Way opposite() {
      return this == THERE ? BACK : THERE;
    }
  }

  private final ServerSocket entry;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Way> holes = EnumSet.noneOf(Way.class); // guarded by this
  private volatile int target;
  private volatile boolean cut;

  Cable() throws IOException {
    entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  String address() {
    return "127.0.0.1:" + entry.getLocalPort();
  }

  void leadsTo(int port) {
    target = port;
  }

  void cut() throws IOException {
    cut = true;
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** From now on nothing passes these ways. */
  synchronized void hole(Way... ways) {
    holes.addAll(List.of(ways));
  }

  synchronized void mend() {
    cut = false;
    holes.clear();
    notifyAll();
  }

  private synchronized void awaitNoHole(Way... ways) throws InterruptedException {
    while (List.of(ways).stream().anyMatch(holes::contains)) {
      wait();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket from = entry.accept();
        if (cut || target == 0) {
          from.close();
        } else {
          sockets.add(from);
          thread(() -> connect(from));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void connect(Socket from) {
    try {
      awaitNoHole(Way.values()); // neither side gets through a handshake otherwise
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(to);
      if (cut) { // meanwhile
        close(to);
      }
      thread(() -> pump(from, to, Way.THERE));
      thread(() -> pump(to, from, Way.BACK));
    } catch (IOException | InterruptedException e) {
      close(from);
    }
  }

  private void pump(Socket from, Socket to, Way way) {
    try {
      awaitNoHole(carry(from, to, way)); // or it would be heard of through the hole
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
    }
  }

  /** Carries until one side has closed; returns the way on which the other can hear of that. */
  private Way carry(Socket from, Socket to, Way way) throws InterruptedException {
    byte[] bytes = new byte[1 << 14];
    while (true) {
      int read = read(from, bytes);
      awaitNoHole(way);
      if (read < 0) {
        return way;
      }
      try {
        to.getOutputStream().write(bytes, 0, read);
      } catch (IOException e) {
        return way.opposite();
      }
    }
  }

  private static int read(Socket from, byte[] into) {
    try {
      return from.getInputStream().read(into);
    } catch (IOException e) {
      return -1;
    }
  }

  private void close(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    entry.close();
    mend();
    cut();
  }
}
