/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** One file of a recording, read once from start to end in bounded memory. Not thread-safe. */
interface Recording extends Closeable {
  /** Rows held back to sort them by time; Train Ticket's files need 7,000. */
  int WINDOW = 8_192;

  Path file();

  /** The next item by time; null at the end. */
  Recorded next() throws IOException;

  /** Rows that could not be read so far. */
  long malformed();

  /** Bytes of the file read so far. */
  long bytesRead();
}
