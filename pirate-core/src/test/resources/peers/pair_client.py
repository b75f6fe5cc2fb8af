#!/usr/bin/env python3
"""A REQ client of two queues of which one serves: whoever is silent is left for the other one.

    pair_client.py tcp://127.0.0.1:5555 tcp://127.0.0.1:5565 --timeout 0.5

Prints REPLY with the number of each answered request, FAILOVER with the endpoint it turns to.
"""

import itertools
import time

import zmq

import peer


def connect(endpoint):
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(endpoint)
    return socket


def ask(inputs, socket, body, seconds):
    """The reply, or None: then the socket is of no use any more."""
    socket.send(body)
    deadline = time.monotonic() + seconds
    while socket not in inputs.wait(deadline - time.monotonic()):
        if time.monotonic() >= deadline:
            return None
    return socket.recv()


def main(args):
    endpoints = itertools.cycle(args.endpoints)
    socket = connect(next(endpoints))
    inputs = peer.Inputs(args)
    inputs.add(socket)
    number = failovers = wrong = 0
    try:
        while True:
            number += 1
            body = b"request %d" % number
            reply = ask(inputs, socket, body, args.timeout)
            while reply is None:
                failovers += 1
                inputs.remove(socket)
                socket.close()
                endpoint = next(endpoints)
                peer.say("FAILOVER", endpoint)
                socket = connect(endpoint)
                inputs.add(socket)
                reply = ask(inputs, socket, body, args.timeout)
            wrong += reply != body
            peer.say("REPLY", number)
            inputs.wait(0.02)
    except peer.Ended:
        peer.result(replies=number - 1, failovers=failovers, wrong=wrong)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoints", nargs=2)
    options.add_argument("--timeout", type=float, default=1.0, help="seconds to wait for each reply")
    arguments = options.parse_args()
    peer.run(main, arguments)
