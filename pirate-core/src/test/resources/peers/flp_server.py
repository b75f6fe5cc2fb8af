#!/usr/bin/env python3
"""A Freelance server, RFC 10, that echoes: a ROUTER whose identity is its own address.

    flp_server.py tcp://127.0.0.1:5555
"""

import time

import zmq

import peer


def main(args):
    socket = zmq.Context.instance().socket(zmq.ROUTER)
    socket.linger = 1000
    socket.setsockopt(zmq.IDENTITY, args.endpoint.encode())
    peer.bind(socket, args.endpoint)
    inputs = peer.Inputs(args)
    inputs.add(socket)
    peer.say("BOUND", args.endpoint)
    pings = answered = 0
    try:
        while True:
            if socket not in inputs.wait(1):
                continue
            frames = socket.recv_multipart()
            if frames[1:] == [b"PING"]:
                pings += 1
                if not args.mute:
                    socket.send_multipart([frames[0], b"PONG"])
                continue
            if len(frames) < 3:
                raise peer.Failed("not [client][control][body...]: %r" % [frame[:60] for frame in frames])
            peer.suffer(args, answered + 1)
            time.sleep(args.delay)
            answered += 1
            socket.send_multipart(frames)
    except peer.Ended:
        peer.result(pinged=int(pings > 0), answered=answered)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("--mute", action="store_true", help="answer no ping")
    peer.fault_options(options)
    arguments = options.parse_args()
    peer.run(main, arguments)
