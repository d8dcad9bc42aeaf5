/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A name server (RFC 1035, over UDP) by which any name stands for the same IPv4 addresses, in their
 * order, and for nothing else.
 */
final class NameServer implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int QUESTION_TAIL = 4;
  private static final short ANSWER_WITHOUT_ERROR = (short) 0x8180;
  private static final short NAME_OF_THE_QUESTION = (short) 0xC00C;
  private static final short TYPE_A = 1;
  private static final short CLASS_IN = 1;
  private static final int TTL_SECONDS = 1;

  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final List<byte[]> addresses;

  NameServer(List<byte[]> addresses) throws IOException {
    this.addresses = List.copyOf(addresses);
    Thread thread = new Thread(this::serve, "names");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private byte[] answer(byte[] query) {
    int end = HEADER;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int questionEnd = end + 1 + QUESTION_TAIL;
    boolean asksForAddresses = ByteBuffer.wrap(query).getShort(end + 1) == TYPE_A;
    ByteBuffer answer = ByteBuffer.allocate(512);
    answer.put(query, 0, 2).putShort(ANSWER_WITHOUT_ERROR);
    answer
        .putShort((short) 1)
        .putShort((short) (asksForAddresses ? addresses.size() : 0))
        .putInt(0);
    answer.put(query, HEADER, questionEnd - HEADER);
    if (asksForAddresses) {
      for (byte[] address : addresses) {
        answer.putShort(NAME_OF_THE_QUESTION).putShort(TYPE_A).putShort(CLASS_IN);
        answer.putInt(TTL_SECONDS).putShort((short) address.length).put(address);
      }
    }
    return Arrays.copyOf(answer.array(), answer.position());
  }

  @Override
  public void close() {
    socket.close();
  }
}
