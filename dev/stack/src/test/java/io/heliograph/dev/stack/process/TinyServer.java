/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A real process for tests: {@code /healthz} answers 200, {@code /sick} makes it answer 503 from
 * then on, {@code /die} makes it exit with code 7.
 */
public final class TinyServer {
  private TinyServer() {}

  /**
   * Arguments: port, and optionally {@code fail} to die at once or {@code sick} to never be well.
   */
  public static void main(String[] args) throws Exception {
    System.out.println("tiny server starts");
    if (args.length > 1 && args[1].equals("fail")) {
      System.out.println("the reason is on the last line");
      System.exit(3);
    }
    int[] status = {args.length > 1 && args[1].equals("sick") ? 503 : 200};
    int port = Integer.parseInt(args[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          switch (exchange.getRequestURI().getPath()) {
            case "/sick" -> status[0] = 503;
            case "/die" -> Runtime.getRuntime().halt(7);
            default -> {}
          }
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status[0], body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }
}
