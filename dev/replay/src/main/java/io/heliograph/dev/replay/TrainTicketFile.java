/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A CSV file of the Train Ticket recording: rows of fixed columns, sorted within a window. */
abstract class TrainTicketFile<R> implements Recording {
  private final RecordingFile file;
  private final CsvReader csv;
  private final int columns;
  private final ReorderWindow<R> window = new ReorderWindow<>(WINDOW);
  private long malformed;
  private boolean ended;

  TrainTicketFile(RecordingFile file, String header) throws IOException {
    this.file = file;
    this.columns = header.split(",", -1).length;
    this.csv = new CsvReader(file.reader());
    csv.next(); // the header, recognised when the file was opened
  }

  /** Reads a row; null if it makes no sense. */
  abstract R read(List<String> fields);

  abstract long timeOf(R row);

  abstract Recorded convert(R row);

  @Override
  public final Recorded next() throws IOException {
    while (!ended && !window.isFull()) {
      switch (csv.next()) {
        case END -> ended = true;
        case MALFORMED -> malformed++;
        case RECORD -> {
          R row = csv.fields().size() == columns ? readSafely(csv.fields()) : null;
          if (row == null) {
            malformed++;
          } else {
            window.add(timeOf(row), row);
          }
        }
      }
    }
    return window.isEmpty() ? null : convert(window.removeEarliest());
  }

  private R readSafely(List<String> fields) {
    try {
      return read(fields);
    } catch (NumberFormatException e) {
      return null; // counted as malformed by the caller
    }
  }

  @Override
  public final Path file() {
    return file.path();
  }

  @Override
  public final long malformed() {
    return malformed;
  }

  @Override
  public final long bytesRead() {
    return file.bytesRead();
  }

  @Override
  public final void close() throws IOException {
    csv.close();
  }
}
