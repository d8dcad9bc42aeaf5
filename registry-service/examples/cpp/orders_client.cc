// SPDX-License-Identifier: Apache-2.0
// Finds service orders through the registry, calls it, and says which instance answered how often.
#include <grpcpp/grpcpp.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "orders.grpc.pb.h"

int main(int argc, char** argv) {
  const std::string target = argc > 1 ? argv[1] : "xds:///orders";
  const int calls = argc > 2 ? std::atoi(argv[2]) : 1000;
  auto orders = shop::Orders::NewStub(
      grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
  std::map<std::string, int> answers;
  for (int i = 0; i < calls; i++) {
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    google::protobuf::StringValue item, receipt;
    item.set_value("tea");
    const grpc::Status status = orders->Place(&context, item, &receipt);
    if (!status.ok()) {
      std::cerr << status.error_code() << " " << status.error_message() << "\n";
      return 1;
    }
    answers[receipt.value()]++;
  }
  for (const auto& [instance, count] : answers) std::cout << instance << " " << count << "\n";
}
