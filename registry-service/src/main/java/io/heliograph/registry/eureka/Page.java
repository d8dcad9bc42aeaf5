/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** A JSON object, as it is or compressed; each made when it is first asked for. One thread. */
public final class Page {
  private static final JsonFactory JSON = new JsonFactory();

  /** Writes fields. */
  interface Fill {
    void into(JsonGenerator out) throws IOException;
  }

  private final Fill fill;
  private byte[] plain;
  private byte[] gzip;

  Page(Fill fill) {
    this.fill = fill;
  }

  public byte[] plain() {
    if (plain == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
      write(bytes);
      plain = bytes.toByteArray();
    }
    return plain;
  }

  public byte[] gzip() {
    if (gzip == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
      try {
        write(new GZIPOutputStream(bytes));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // an array does not fail
      }
      gzip = bytes.toByteArray();
    }
    return gzip;
  }

  private void write(OutputStream to) {
    try (JsonGenerator out = JSON.createGenerator(to)) {
      out.writeStartObject();
      fill.into(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
  }
}
