/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads RFC 4180 records one by one. A record that breaks the rules (text after a closing quote, a
 * field over the limit) is reported as malformed and skipped to the end of its line.
 */
final class CsvReader implements Closeable {
  private static final int MAX_FIELD_CHARS = 1 << 20;

  /** What {@link #next} found. */
  enum Found {
    RECORD,
    MALFORMED,
    END
  }

  private final BufferedReader in;
  private final StringBuilder field = new StringBuilder();
  private final List<String> fields = new ArrayList<>();

  CsvReader(Reader in) {
    this.in = new BufferedReader(in, 1 << 16);
  }

  /** The fields of the record just found. */
  List<String> fields() {
    return List.copyOf(fields);
  }

  Found next() throws IOException {
    fields.clear();
    int c = in.read();
    if (c < 0) {
      return Found.END;
    }
    while (true) {
      field.setLength(0);
      c = c == '"' ? quoted() : plain(c);
      if (c == BROKEN) {
        skipLine();
        return Found.MALFORMED;
      }
      fields.add(field.toString());
      if (c != ',') {
        return Found.RECORD;
      }
      c = in.read();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static final int BROKEN = -2;

  /** Reads the rest of a plain field; returns what ended it: a comma, a line end, or the end. */
  private int plain(int first) throws IOException {
    int c = first;
    while (c >= 0 && c != ',' && c != '\n') {
      if (c != '\r') {
        field.append((char) c);
      }
      if (field.length() > MAX_FIELD_CHARS) {
        return BROKEN;
      }
      c = in.read();
    }
    return c;
  }

  private int quoted() throws IOException {
    while (true) {
      int c = in.read();
      if (c < 0 || field.length() > MAX_FIELD_CHARS) {
        return BROKEN;
      }
      if (c != '"') {
        field.append((char) c);
        continue;
      }
      int after = in.read();
      if (after == '\r') {
        after = in.read();
      }
      if (after == '"') {
        field.append('"');
      } else {
        return after == ',' || after == '\n' || after < 0 ? after : BROKEN;
      }
    }
  }

  private void skipLine() throws IOException {
    int c = in.read();
    while (c >= 0 && c != '\n') {
      c = in.read();
    }
  }
}
