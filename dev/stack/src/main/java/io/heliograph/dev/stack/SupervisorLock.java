/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One supervisor for a data directory. The system frees the lock of a process that is killed. */
final class SupervisorLock implements AutoCloseable {
  private final FileChannel channel;

  private SupervisorLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock, or nothing if another supervisor has it. */
  static Optional<SupervisorLock> tryLock(Path data) throws IOException {
    Path file = data.resolve("run").resolve("lock");
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new SupervisorLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
