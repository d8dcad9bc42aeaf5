/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.dev.stack.process.ProcessFailure;
import io.heliograph.dev.stack.process.ProcessStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The whole stack, supervised by this process: for tests and benchmarks.
 *
 * <pre>{@code
 * try (HeliographStack stack = HeliographStack.start(HeliographStack.onFreePorts(directory))) {
 *   stack.kill("gateway"); // and it comes back
 * }
 * }</pre>
 */
public final class HeliographStack implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_FREE_PORT = 20_000;
  private static final int LAST_FREE_PORT = 32_000;

  private final StackSettings settings;
  private final StackRun run;

  private HeliographStack(StackSettings settings, StackRun run) {
    this.settings = settings;
    this.run = run;
  }

  /**
   * An environment for {@link #start}: this data directory, and ports nobody uses right now. They
   * lie below the range that systems take ports of outgoing connections from, so that nobody is
   * given one of them by chance before its server listens.
   */
  public static Map<String, String> onFreePorts(Path data) {
    Map<String, String> env = new HashMap<>();
    env.put("HELIOGRAPH_DATA", data.toString());
    int candidate = ThreadLocalRandom.current().nextInt(FIRST_FREE_PORT, LAST_FREE_PORT - 1_000);
    for (Port port : Port.values()) {
      while (!isFree(candidate)) {
        candidate++;
      }
      env.put(port.variable(), Integer.toString(candidate++));
    }
    return env;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Brings the stack up and returns once all is healthy.
   *
   * @param environment {@code HELIOGRAPH_*} variables, instead of this process' own
   * @throws ProcessFailure if something does not come up; all is down again then
   * @throws IllegalStateException if another supervisor has the data directory
   */
  public static HeliographStack start(Map<String, String> environment)
      throws ProcessFailure, IOException, InterruptedException {
    StackSettings settings = StackSettings.from(environment);
    StackRun run =
        StackRun.take(settings)
            .orElseThrow(
                () -> new IllegalStateException(settings.data() + " is in use by a supervisor"));
    try {
      run.start();
      return new HeliographStack(settings, run);
    } catch (ProcessFailure | IOException | InterruptedException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /** How it was set up: ports, addresses, directories. */
  public StackSettings settings() {
    return settings;
  }

  /** Whether every process and every job is well. */
  public boolean isHealthy() {
    return run.supervisor().status().healthy();
  }

  /** The same as {@code ./heliograph status --json}. */
  public JsonNode status() {
    return JSON.valueToTree(run.supervisor().status());
  }

  /**
   * One process: kafka, clickhouse, jobmanager, taskmanager-1, taskmanager-2, registry, gateway.
   */
  public ProcessStatus process(String name) {
    return run.supervisor().keeper(name).status();
  }

  /** {@code kill -9}; the supervisor starts it again. */
  public void kill(String process) {
    run.supervisor().keeper(process).kill();
  }

  /** {@code kill -9}; it stays down until {@link #release}. */
  public void hold(String process) {
    run.supervisor().keeper(process).hold();
  }

  /** Lets the supervisor start a held process again. */
  public void release(String process) {
    run.supervisor().keeper(process).release();
  }

  /**
   * Kills all processes and waits for their end: for tests that throw the data away, since an
   * orderly end takes several seconds. Instead of {@link #close}.
   */
  public void abandon() throws IOException, InterruptedException {
    run.abandon();
  }

  /** The same as {@code ./heliograph down}. */
  @Override
  public void close() throws IOException, InterruptedException {
    run.close();
  }
}
