/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection that carries one request at a time, on a selector's thread. */
final class HttpConnection implements AutoCloseable {
  final HttpAnswer answer = new HttpAnswer();

  /** When its request was due, by {@link System#nanoTime()}. */
  long dueNanos;

  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] request = {};
  private ByteBuffer out = ByteBuffer.allocate(0);

  private HttpConnection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Begins to connect; the selector says when it is {@linkplain #finishConnect done}.
   *
   * @param owner attached to the key; null for the connection itself
   */
  static HttpConnection connect(int port, Selector selector, Object owner) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      HttpConnection connection = new HttpConnection(channel, key);
      key.attach(owner == null ? connection : owner);
      if (channel.connect(new InetSocketAddress("127.0.0.1", port))) {
        key.interestOps(SelectionKey.OP_READ);
      }
      return connection;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  /** Ends connecting; what was {@linkplain #send sent} meanwhile goes out. */
  void finishConnect() throws IOException {
    if (channel.finishConnect()) {
      key.interestOps(SelectionKey.OP_READ);
      flush();
    }
  }

  byte[] request() {
    return request;
  }

  /** Sends a request; it waits if the connection is not there yet. */
  void send(byte[] bytes, long due) throws IOException {
    request = bytes;
    dueNanos = due;
    answer.reset();
    out = ByteBuffer.wrap(bytes);
    if (channel.isConnected()) {
      flush();
    }
  }

  /** Sends on. */
  void flush() throws IOException {
    if (out.hasRemaining()) {
      channel.write(out);
      key.interestOps(
          out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
  }

  /** What {@link #read} found. */
  enum Read {
    PART,
    WHOLE,
    END
  }

  /**
   * Reads what is there.
   *
   * @param buffer to read into, for nothing else meanwhile
   */
  Read read(ByteBuffer buffer) throws IOException {
    while (true) {
      buffer.clear();
      int read = channel.read(buffer);
      if (read < 0) {
        return Read.END;
      }
      if (read == 0) {
        return Read.PART;
      }
      buffer.flip();
      if (answer.take(buffer)) {
        return Read.WHOLE;
      }
      if (read < buffer.capacity()) {
        return Read.PART;
      }
    }
  }

  @Override
  public void close() throws IOException {
    key.cancel();
    channel.close();
  }
}
