// SPDX-License-Identifier: Apache-2.0

// Finds service orders through the registry, calls it, and says which instance answered how often.
package main

import (
	"context"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/xds" // resolves xds:///
	"google.golang.org/protobuf/types/known/wrapperspb"
)

func main() {
	target, calls := "xds:///orders", 1000
	if len(os.Args) > 1 {
		target = os.Args[1]
	}
	if len(os.Args) > 2 {
		n, err := strconv.Atoi(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		calls = n
	}
	conn, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	answers := map[string]int{}
	for range calls {
		receipt := &wrapperspb.StringValue{}
		err := conn.Invoke(context.Background(), "/shop.Orders/Place", wrapperspb.String("tea"),
			receipt, grpc.WaitForReady(true))
		if err != nil {
			log.Fatal(err)
		}
		answers[receipt.Value]++
	}
	for _, instance := range slices.Sorted(maps.Keys(answers)) {
		fmt.Println(instance, answers[instance])
	}
}
