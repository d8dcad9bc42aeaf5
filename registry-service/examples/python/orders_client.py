# SPDX-License-Identifier: Apache-2.0
"""Finds service orders through the registry, calls it, and says which instance answered how often."""

import collections
import sys

import grpc


def encode(text: str) -> bytes:
    """A google.protobuf.StringValue of up to 127 bytes; generated code would do this for you."""
    data = text.encode()
    return bytes((0x0A, len(data))) + data


def decode(message: bytes) -> str:
    return message[2:].decode()


def main(target: str = "xds:///orders", calls: str = "1000") -> None:
    with grpc.insecure_channel(target) as channel:
        place = channel.unary_unary("/shop.Orders/Place", encode, decode)
        answers = collections.Counter(
            place("tea", wait_for_ready=True) for _ in range(int(calls))
        )
    for instance, count in sorted(answers.items()):
        print(instance, count)


if __name__ == "__main__":
    main(*sys.argv[1:])
