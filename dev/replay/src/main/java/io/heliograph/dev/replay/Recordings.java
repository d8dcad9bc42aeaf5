/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * All files of a directory that this program can read, merged by time. The order is a function of
 * the files alone: by time, then by file name, then by place in the file.
 */
final class Recordings implements Closeable {
  private static final int HEAD_CHARS = 4_096;

  private record Head(Recorded item, int file) {}

  private final List<Recording> files;
  private final long totalBytes;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(
          Comparator.<Head>comparingLong(head -> head.item().timeUnixNano())
              .thenComparingInt(Head::file));
  private boolean primed;

  private Recordings(List<Recording> files, long totalBytes) {
    this.files = files;
    this.totalBytes = totalBytes;
  }

  /**
   * Opens the recording.
   *
   * @throws IOException if there is nothing to replay; the message says what was looked for
   */
  static Recordings open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("no directory " + directory + ": give the directory of a recording");
    }
    List<Recording> files = new ArrayList<>();
    long bytes = 0;
    try (Stream<Path> walk = Files.walk(directory, 2)) {
      for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
        Recording recording = openIfKnown(path);
        if (recording != null) {
          files.add(recording);
          bytes += Files.size(path);
        }
      }
    }
    if (files.isEmpty()) {
      throw new IOException(
          "nothing to replay in "
              + directory
              + ": looked for Train Ticket traces and logs (.csv, .csv.gz) and Zipkin v2 spans"
              + " (.json)");
    }
    return new Recordings(files, bytes);
  }

  List<Recording> files() {
    return files;
  }

  long totalBytes() {
    return totalBytes;
  }

  long bytesRead() {
    return files.stream().mapToLong(Recording::bytesRead).sum();
  }

  /** The next item by time; null at the end. */
  Recorded next() throws IOException {
    if (!primed) {
      primed = true;
      for (int i = 0; i < files.size(); i++) {
        refill(i);
      }
    }
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    refill(head.file());
    return head.item();
  }

  private void refill(int file) throws IOException {
    Recorded item = files.get(file).next();
    if (item != null) {
      heads.add(new Head(item, file));
    }
  }

  @Override
  public void close() throws IOException {
    for (Recording file : files) {
      file.close();
    }
  }

  private static Recording openIfKnown(Path path) throws IOException {
    String name = path.getFileName().toString();
    if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
      String header = head(path).lines().findFirst().orElse("");
      if (header.equals(TrainTicketSpans.HEADER)) {
        return new TrainTicketSpans(RecordingFile.open(path));
      }
      if (header.equals(TrainTicketLogs.HEADER)) {
        return new TrainTicketLogs(RecordingFile.open(path));
      }
    } else if (name.endsWith(".json") || name.endsWith(".json.gz")) {
      String head = head(path);
      if (head.stripLeading().startsWith("[") && head.contains("\"traceId\"")) {
        return new ZipkinSpans(RecordingFile.open(path));
      }
    }
    return null;
  }

  private static String head(Path path) throws IOException {
    char[] head = new char[HEAD_CHARS];
    try (RecordingFile file = RecordingFile.open(path);
        BufferedReader reader = new BufferedReader(file.reader(), HEAD_CHARS)) {
      int read = reader.read(head, 0, HEAD_CHARS);
      return new String(head, 0, Math.max(0, read));
    }
  }
}
