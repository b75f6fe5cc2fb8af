#!/usr/bin/env python3
"""A DEALER that sends what it is told and prints what it gets, whether that makes sense or not.

Each line of standard input is a message: its frames as hexadecimal digits, "-" for an empty
one. Each message that comes is printed as GOT and the frames in the same form. Ends with its input.

    echo "4d4450573032 01 6563686f" | raw_dealer.py tcp://127.0.0.1:5556
"""

import os

import zmq

import peer


def frames(line):
    return [b"" if word == "-" else bytes.fromhex(word) for word in line.split()]


def main(args):
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger = 0
    if args.identity:
        socket.routing_id = args.identity.encode()
    socket.connect(args.endpoint)
    poller = zmq.Poller()
    poller.register(0, zmq.POLLIN)
    poller.register(socket, zmq.POLLIN)
    rest = ""
    while True:
        ready = dict(poller.poll(500))
        if socket in ready:
            peer.say("GOT", " ".join(frame.hex() or "-" for frame in socket.recv_multipart()))
        if 0 in ready:
            text = os.read(0, 65536).decode()
            if not text:
                raise peer.Ended()
            *lines, rest = (rest + text).split("\n")
            for line in lines:
                socket.send_multipart(frames(line))


def quietly(args):
    try:
        main(args)
    except peer.Ended:
        peer.result()


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("--identity", help="the routing id; the other side draws one otherwise")
    arguments = options.parse_args()
    peer.run(quietly, arguments)
