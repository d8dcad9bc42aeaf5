/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file being read, gzipped or not, that knows how far it has got. */
final class RecordingFile implements Closeable {
  private static final class Counting extends FilterInputStream {
    private volatile long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      add(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      add(Math.max(0, read));
      return read;
    }

    // One thread reads; others only look.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void add(int bytes) {
      count += bytes;
    }
  }

  private final Path path;
  private final Counting raw;
  private final InputStream content;

  private RecordingFile(Path path, Counting raw, InputStream content) {
    this.path = path;
    this.raw = raw;
    this.content = content;
  }

  static RecordingFile open(Path path) throws IOException {
    Counting raw = new Counting(Files.newInputStream(path));
    try {
      boolean gzipped = path.toString().endsWith(".gz");
      InputStream content =
          gzipped ? new GZIPInputStream(raw, 1 << 16) : new BufferedInputStream(raw, 1 << 16);
      return new RecordingFile(path, raw, content);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  long bytesRead() {
    return raw.count;
  }

  InputStream stream() {
    return content;
  }

  Reader reader() {
    return new InputStreamReader(content, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
