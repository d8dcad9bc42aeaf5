/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds who listens on a port, where the system tells (Linux, for processes we may look into). */
final class PortHolder {
  private static final String LISTENING = "0A";
  private static final int COMMAND_LENGTH = 100;

  private PortHolder() {}

  /** For a person: pid and start of the command line. */
  static Optional<String> of(int port) {
    try {
      Set<String> inodes = new HashSet<>();
      for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
        if (Files.isReadable(Path.of(table))) {
          inodes.addAll(listening(Files.readAllLines(Path.of(table)), port));
        }
      }
      return inodes.isEmpty() ? Optional.empty() : owner(inodes);
    } catch (IOException e) {
      return Optional.empty(); // the message goes without
    }
  }

  /** Sockets that listen on a port, by inode, from lines of {@code /proc/net/tcp}. */
  static Set<String> listening(List<String> lines, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> inodes = new HashSet<>();
    for (String line : lines) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
        inodes.add("socket:[" + fields[9] + "]");
      }
    }
    return inodes;
  }

  private static Optional<String> owner(Set<String> inodes) {
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), inodes))
        .findFirst()
        .map(PortHolder::describe);
  }

  private static boolean holds(long pid, Set<String> inodes) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return descriptors.anyMatch(fd -> inodes.contains(target(fd)));
    } catch (IOException e) {
      return false; // another user's
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  private static String describe(ProcessHandle process) {
    String command = process.info().commandLine().orElse("unknown command");
    String start =
        command.length() <= COMMAND_LENGTH ? command : command.substring(0, COMMAND_LENGTH) + "…";
    return "pid " + process.pid() + " (" + start + ")";
  }
}
