/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpClientCodec;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpHeaderNames;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpMethod;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpObject;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpResponse;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpStatusClass;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpVersion;
import io.grpc.netty.shaded.io.netty.handler.codec.http.LastHttpContent;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;

/**
 * Asks once with GET, and takes status 200 to 399 as well; a redirect is not followed. The answer
 * is read to its end, so that its sender does not see a broken connection, but for so many bytes at
 * most; of more, the status alone counts.
 */
final class HttpProbe extends ChannelInboundHandlerAdapter {
  private static final int MAX_LINE = 4_096;
  private static final int WELL_FROM = 200;
  private static final int WELL_BEFORE = 400;

  private final Request request;
  private final Attempt attempt;
  private final int maxBytes;
  private int bytes;
  private int status;

  HttpProbe(Request request, Attempt attempt, int maxBytes) {
    this.request = request;
    this.attempt = attempt;
    this.maxBytes = maxBytes;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.pipeline().addLast(new HttpClientCodec(MAX_LINE, maxBytes, maxBytes), new Answer());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    DefaultFullHttpRequest get =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.path());
    get.headers()
        .set(HttpHeaderNames.HOST, request.authority())
        .set(HttpHeaderNames.USER_AGENT, "heliograph-registry-probe")
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set(HttpHeaderNames.CONNECTION, "close");
    ctx.channel().writeAndFlush(get); // if it fails, the connection does
  }

  /** Counts what comes, before it is decoded. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    bytes += ((ByteBuf) read).readableBytes();
    ctx.fireChannelRead(read);
    if (bytes > maxBytes) {
      end("sent %,d bytes without a status".formatted(bytes));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ctx.fireChannelInactive(); // it may be the end of the answer
    end("closed the connection without an answer");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable why) {
    attempt.failed(why);
  }

  private void end(String withoutStatus) {
    if (status == 0) {
      attempt.failed(withoutStatus);
    } else if (status >= WELL_FROM && status < WELL_BEFORE) {
      attempt.ok("status " + status);
    } else {
      attempt.failed("status " + status);
    }
  }

  /** What was decoded. */
  private final class Answer extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
      try {
        if (read instanceof HttpObject part && part.decoderResult().isFailure()) {
          attempt.failed("does not speak HTTP"); // the cause would tell what it has sent
        } else if (read instanceof HttpResponse response) {
          boolean isInterim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
          status = isInterim ? status : response.status().code();
        }
        if (read instanceof LastHttpContent && status != 0) {
          end("");
        }
      } finally {
        ReferenceCountUtil.release(read);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable why) {
      attempt.failed(why);
    }
  }
}
