/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Clients with a connection each. A client renews its own instance, asks for the list of another
 * service, which is when it is served, and then waits for the next change of it. What fails it
 * tries again after 0.2 to 1 s. One thread, the caller's.
 */
final class Storm implements AutoCloseable {
  private static final Pattern REVISION = Pattern.compile("^\\{\"revision\":(\\d+)");
  private static final int EMPTY_LIST_BYTES = 100;
  private static final long LEAST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long MOST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int port;
  private final Population fleet;
  private final Client[] clients;
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
  private final SplittableRandom random = new SplittableRandom(11);
  private final PriorityQueue<Client> due =
      new PriorityQueue<>(Comparator.comparingLong(client -> client.dueNanos));

  private Histogram waitedMicros = Outcome.histogram();
  private long lastServedNanos;
  private int served;
  private FailedAttempts failedAttempts = new FailedAttempts();

  Storm(int port, Population fleet, int count) throws IOException {
    this.port = port;
    this.fleet = fleet;
    clients = new Client[count];
    for (int i = 0; i < count; i++) {
      clients[i] = new Client(i);
    }
  }

  /**
   * All connect, one after the other; returns when all are served, or the time is over.
   *
   * @param startNanos when the first comes, by {@link System#nanoTime()}
   * @param spreadNanos within which all have come
   */
  void come(long startNanos, long spreadNanos, long longestNanos) throws IOException {
    served = 0;
    failedAttempts = new FailedAttempts();
    waitedMicros = Outcome.histogram();
    due.clear();
    for (Client client : clients) {
      client.begin(startNanos + spreadNanos * client.number / clients.length);
    }
    while (served < clients.length && System.nanoTime() - startNanos < longestNanos) {
      for (Client next = due.peek();
          next != null && next.dueNanos <= System.nanoTime();
          next = due.peek()) {
        due.poll().attempt();
      }
      selector.select(key -> ((Client) key.attachment()).ready(key), 2);
    }
  }

  /** The server is gone, and all connections with it. */
  void lose() throws IOException {
    for (Client client : clients) {
      client.disconnect();
    }
    selector.selectNow();
  }

  int served() {
    return served;
  }

  long lastServedNanos() {
    return lastServedNanos;
  }

  /** From the first attempt of a client until it was served. */
  Histogram waitedMicros() {
    return waitedMicros;
  }

  FailedAttempts failedAttempts() {
    return failedAttempts;
  }

  private final class Client {
    private final int number;
    private final int watched;
    private long firstNanos;
    private long dueNanos;
    private boolean hasList;
    private boolean registers;
    private String revision = "";
    private HttpConnection connection;

    Client(int number) {
      this.number = number;
      this.watched = (number + 1) % fleet.services();
    }

    void begin(long atNanos) {
      hasList = false;
      firstNanos = atNanos;
      dueNanos = atNanos;
      due.add(this);
    }

    void attempt() {
      try {
        disconnect();
        registers = true;
        connection = HttpConnection.connect(port, selector, this);
        connection.send(fleet.put(number), System.nanoTime());
      } catch (IOException e) {
        failed(e);
      }
    }

    void ready(SelectionKey key) {
      if (!key.isValid()) {
        return;
      }
      try {
        if (!connection.isConnected()) {
          connection.finishConnect();
          return;
        }
        if (key.isWritable()) {
          connection.flush();
        }
        if (key.isReadable()) {
          switch (connection.read(buffer)) {
            case PART -> {}
            case END -> throw new IOException("closed");
            case WHOLE -> answered();
          }
        }
      } catch (IOException e) {
        failed(e);
      }
    }

    private void answered() throws IOException {
      HttpAnswer answer = connection.answer;
      if (answer.status() / 100 != 2) {
        failedAttempts.errors++;
        later();
      } else if (registers) {
        registers = false;
        connection.send(fleet.list(watched, revision), System.nanoTime());
      } else if (answer.bodyBytes() < EMPTY_LIST_BYTES) {
        failedAttempts.emptyLists++;
        later();
      } else {
        Matcher matcher = REVISION.matcher(answer.begin());
        revision = matcher.find() ? matcher.group(1) : "";
        if (!hasList) {
          hasList = true;
          served++;
          lastServedNanos = System.nanoTime();
          waitedMicros.recordValue(Outcome.microsOf(lastServedNanos - firstNanos));
        }
        connection.send(fleet.list(watched, revision), System.nanoTime());
      }
    }

    private void failed(IOException reason) {
      if (reason instanceof ConnectException) {
        failedAttempts.refused++;
      } else {
        failedAttempts.broken++;
      }
      later();
    }

    private void later() {
      try {
        disconnect();
      } catch (IOException e) {
        failedAttempts.broken++;
      }
      dueNanos = System.nanoTime() + random.nextLong(LEAST_BACKOFF_NANOS, MOST_BACKOFF_NANOS);
      due.add(this);
    }

    void disconnect() throws IOException {
      if (connection != null) {
        connection.close();
        connection = null;
      }
    }
  }

  @Override
  public void close() throws IOException {
    lose();
    selector.close();
  }
}
