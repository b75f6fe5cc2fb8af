#!/usr/bin/env python3
"""A REQ client: asks N times, one after the other, and checks that each reply echoes its request.

    req_client.py tcp://127.0.0.1:5555 --count 2000
"""

import time

import zmq

import peer


def main(args):
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(args.endpoint)
    inputs = peer.Inputs(args)
    inputs.add(socket)
    begin = time.monotonic()
    for number in range(args.count):
        body = [b"%d:%s" % (number, b"x" * args.size)] + [b""] * (args.frames - 1)
        socket.send_multipart(body)
        deadline = time.monotonic() + args.timeout
        while socket not in inputs.wait(deadline - time.monotonic()):
            if time.monotonic() >= deadline:
                raise peer.Failed("no reply to request %d of %d" % (number, args.count))
        reply = socket.recv_multipart()
        if reply != body:
            raise peer.Failed("request %d got %r" % (number, [frame[:60] for frame in reply]))
    peer.result(ok=args.count, seconds="%.3f" % (time.monotonic() - begin))


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--size", type=int, default=64, help="bytes of filling in each request")
    options.add_argument("--frames", type=int, default=1, help="frames of each request")
    options.add_argument("--timeout", type=float, default=10.0, help="seconds to wait for each reply")
    arguments = options.parse_args()
    peer.run(main, arguments)
