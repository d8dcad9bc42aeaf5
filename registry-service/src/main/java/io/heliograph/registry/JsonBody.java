/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Makes the body of an answer. */
final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonBody() {}

  /** Writes the fields of an object. */
  interface Fields {
    void into(JsonGenerator out) throws IOException;
  }

  /** An object with these fields. */
  static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      fields.into(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }
}
