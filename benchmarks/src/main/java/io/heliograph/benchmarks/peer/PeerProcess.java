/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of a peer's, as a child process on a loopback port. It ends with this process. */
public final class PeerProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path log;
  private final Thread hook;

  private PeerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "end-" + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a command whose output goes to a file. */
  public static PeerProcess start(String name, List<String> command, Path log) throws IOException {
    return start(name, command, Map.of(), log);
  }

  /** Starts a command with some more environment, whose output goes to a file. */
  public static PeerProcess start(
      String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new PeerProcess(name, builder.start(), log);
  }

  /** Kills it (-9). */
  public void kill() {
    process.destroyForcibly();
    close();
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Waits until it listens, and makes sure that it does so on 127.0.0.1 only: whatever answers on
   * another loopback address too listens on all interfaces, and is ended at once.
   */
  public void awaitListening(int port, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!listens("127.0.0.1", port)) {
      if (!process.isAlive()) {
        throw new IOException(name + " died with status " + process.exitValue() + ", see " + log);
      }
      if (System.nanoTime() > deadline) {
        close();
        throw new IOException(name + " does not listen on " + port + ", see " + log);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    if (listens("127.0.0.2", port)) {
      close();
      throw new IOException(name + " listens on more than 127.0.0.1 and was stopped");
    }
  }

  /** A port that nobody has now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return socket.getLocalPort();
    }
  }

  private static boolean listens(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is going down already: the hook has run or will, and finds a dead process
      return;
    }
  }
}
