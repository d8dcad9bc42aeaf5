/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import com.github.luben.zstd.Zstd;
import io.grpc.CallOptions;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies in every encoding, and calls that send bytes as they are. */
final class Compressed {
  /** The trace export with its request as plain bytes. */
  static final MethodDescriptor<byte[], ExportTraceServiceResponse> RAW_EXPORT =
      TraceServiceGrpc.getExportMethod().toBuilder(
              new MethodDescriptor.Marshaller<byte[]>() {
                @Override
                public InputStream stream(byte[] value) {
                  return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                  throw new UnsupportedOperationException();
                }
              },
              ProtoUtils.marshaller(ExportTraceServiceResponse.getDefaultInstance()))
          .build();

  private Compressed() {}

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] plain) {
    return Zstd.compress(plain);
  }

  /** The status code of a call whose message claims an encoding. */
  static int grpcStatusOfEncoding(int port, String encoding) {
    CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
    registry.register(
        new Codec() {
          @Override
          public String getMessageEncoding() {
            return encoding;
          }

          @Override
          public InputStream decompress(InputStream stream) {
            return stream;
          }

          @Override
          public OutputStream compress(OutputStream stream) {
            return stream;
          }
        });
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .compressorRegistry(registry)
            .build();
    try {
      ClientCalls.blockingUnaryCall(
          channel, RAW_EXPORT, CallOptions.DEFAULT.withCompression(encoding), new byte[100]);
      return 0;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode().value();
    } finally {
      channel.shutdownNow();
    }
  }
}
