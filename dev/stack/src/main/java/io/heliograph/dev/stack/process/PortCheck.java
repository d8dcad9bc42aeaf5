/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Tells whether a process will get its ports, before it is started. */
public final class PortCheck {
  private PortCheck() {}

  /** What stands in the way of a process' ports, for a person; nothing if all are free. */
  public static Optional<String> conflict(ProcessSpec spec) {
    for (PortClaim claim : spec.ports()) {
      Optional<String> problem = problem(spec.bind(), claim.port());
      if (problem.isPresent()) {
        String holder = PortHolder.of(claim.port()).map(h -> " by " + h).orElse("");
        return Optional.of(message(spec, claim, problem.get() + holder));
      }
    }
    return Optional.empty();
  }

  static String message(ProcessSpec spec, PortClaim claim, String problem) {
    return "%s cannot listen on %s:%d (%s): the port is %s. End that process, or set %s to a free port."
        .formatted(
            spec.name(), spec.bind(), claim.port(), claim.purpose(), problem, claim.variable());
  }

  private static Optional<String> problem(String bind, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // Connections of an earlier life that linger are no obstacle; a listener is.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(bind, port), 1);
      return Optional.empty();
    } catch (BindException e) {
      return Optional.of(
          e.getMessage() != null && e.getMessage().contains("in use")
              ? "taken"
              : "not to be had (" + e.getMessage() + ")");
    } catch (IOException e) {
      return Optional.of("not to be had (" + e.getMessage() + ")");
    }
  }
}
