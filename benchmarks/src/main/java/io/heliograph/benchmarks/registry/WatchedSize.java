/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.heliograph.registry.v1.WatchResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What the load generator takes of a {@code WatchResponse}: thousands of clients in one process
 * would spend more on decoding whole lists than the node on making them.
 *
 * @param bytes of the serialized message
 * @param revision that its receiver knows then
 */
record WatchedSize(int bytes, long revision) {
  static final MethodDescriptor.Marshaller<WatchedSize> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(WatchedSize value) {
          return new ByteArrayInputStream(new byte[0]); // never sent
        }

        @Override
        public WatchedSize parse(InputStream stream) {
          try {
            return read(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** Reads as far as the revision, which comes before the lists. */
  static WatchedSize read(InputStream stream) throws IOException {
    int bytes = stream.available(); // gRPC hands over whole messages
    CodedInputStream in = CodedInputStream.newInstance(stream, 64);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == WatchResponse.REVISION_FIELD_NUMBER) {
        return new WatchedSize(bytes, in.readInt64());
      }
      in.skipField(tag);
    }
    return new WatchedSize(bytes, 0);
  }
}
