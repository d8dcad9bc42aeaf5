/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.peers.eureka;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;

/** Eureka's server as its documentation starts it. */
@SpringBootApplication
@EnableEurekaServer
public class EurekaPeer {
  public static void main(String[] args) {
    SpringApplication.run(EurekaPeer.class, args);
  }
}
