/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Sends requests over a fixed number of kept-alive connections, one in flight on each: the bound of
 * concurrency. One thread, the caller's, so that the load takes as little as it can of the
 * processors that it shares with what it measures.
 */
final class HttpLoop implements AutoCloseable {
  private static final long STALL_SECONDS = 30;

  private final int port;
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
  private final Deque<HttpConnection> idle = new ArrayDeque<>();

  private int busy;
  private long done;
  private long failed;
  private long retries;
  private String failure = "";
  private Histogram micros = Outcome.histogram();

  HttpLoop(int port, int connections) throws IOException {
    this.port = port;
    for (int i = 0; i < connections; i++) {
      idle.add(HttpConnection.connect(port, selector, null));
    }
  }

  /**
   * As fast as the server answers.
   *
   * @param requests until it gives null
   */
  Outcome closed(Supplier<byte[]> requests) throws IOException {
    return run(requests, 0);
  }

  /**
   * At a constant rate; the time of a request counts from when it was due, so that a stall is not
   * hidden (coordinated omission).
   */
  Outcome open(Supplier<byte[]> requests, double perSecond) throws IOException {
    return run(requests, 1e9 / perSecond);
  }

  private Outcome run(Supplier<byte[]> requests, double periodNanos) throws IOException {
    done = 0;
    failed = 0;
    retries = 0;
    failure = "";
    micros = Outcome.histogram();
    long start = System.nanoTime();
    long sent = 0;
    boolean ended = false;
    long answeredNanos = start;
    while (!ended || busy > 0) {
      long now = System.nanoTime();
      while (!ended && !idle.isEmpty()) {
        long due = periodNanos == 0 ? now : start + (long) (sent * periodNanos);
        if (due > now) {
          break;
        }
        byte[] request = requests.get();
        ended = request == null;
        if (!ended) {
          sent++;
          busy++;
          idle.poll().send(request, due);
        }
      }
      if (selector.select(this::ready, 1) > 0 || busy == 0) {
        answeredNanos = now;
      } else if (now - answeredNanos > TimeUnit.SECONDS.toNanos(STALL_SECONDS)) {
        throw new IOException(busy + " requests got no answer in " + STALL_SECONDS + " s");
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(done, failed, retries, seconds, micros, failure);
  }

  private void ready(SelectionKey key) {
    HttpConnection connection = (HttpConnection) key.attachment();
    try {
      if (!connection.isConnected()) {
        connection.finishConnect();
        return;
      }
      if (key.isWritable()) {
        connection.flush();
      }
      if (key.isReadable()) {
        read(connection);
      }
    } catch (IOException e) {
      again(connection, e.toString());
    }
  }

  private void read(HttpConnection connection) throws IOException {
    switch (connection.read(buffer)) {
      case PART -> {}
      case END -> again(connection, "closed without an answer");
      case WHOLE -> {
        int status = connection.answer.status();
        if (status / 100 == 2) {
          done++;
        } else {
          failed(status + " " + connection.answer.begin());
        }
        micros.recordValue(Outcome.microsOf(System.nanoTime() - connection.dueNanos));
        answered(connection);
      }
    }
  }

  private void answered(HttpConnection connection) throws IOException {
    busy--;
    HttpConnection next = connection;
    if (connection.answer.closes()) {
      connection.close();
      next = HttpConnection.connect(port, selector, null);
    } else {
      connection.send(new byte[0], 0); // it carries nothing now
    }
    idle.add(next);
  }

  /** A server may close a connection that it kept alive just when a request comes on it. */
  private void again(HttpConnection connection, String reason) {
    try {
      connection.close();
      HttpConnection next = HttpConnection.connect(port, selector, null);
      if (connection.request().length == 0) {
        idle.remove(connection);
        idle.add(next);
      } else if (connection.answer.hasBegun() || retries > done + 1_000) {
        busy--;
        failed(reason);
        idle.add(next);
      } else {
        retries++;
        next.send(connection.request(), connection.dueNanos);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot connect to port " + port, e);
    }
  }

  private void failed(String reason) {
    failed++;
    if (failure.isEmpty()) {
      failure = reason;
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      ((HttpConnection) key.attachment()).close();
    }
    selector.close();
  }
}
