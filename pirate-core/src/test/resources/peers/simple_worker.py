#!/usr/bin/env python3
"""A strict Simple Pirate worker that echoes: a REQ socket that sends READY, then replies.

    simple_worker.py tcp://127.0.0.1:5556
"""

import time

import zmq

import peer


def serve(args, count):
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.linger = 0
    socket.connect(args.endpoint)
    inputs = peer.Inputs(args)
    inputs.add(socket)
    socket.send(peer.READY)
    while True:
        if socket not in inputs.wait(1):
            continue
        frames = socket.recv_multipart()
        if len(frames) != 3 or not frames[0] or frames[1] != b"":
            raise peer.Failed("not [address][''][body]: %r" % [frame[:60] for frame in frames])
        count["handled"] += 1
        if count["handled"] == 1:
            peer.say("REQUEST 1")
        peer.suffer(args, count["handled"])
        if args.delay:
            time.sleep(args.delay)
        socket.send_multipart(frames)


def main(args):
    count = {"handled": 0}
    try:
        serve(args, count)
    except peer.Ended:
        peer.result(**count)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    peer.fault_options(options)
    arguments = options.parse_args()
    peer.run(main, arguments)
