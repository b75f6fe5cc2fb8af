#!/usr/bin/env python3
"""A pipelined DEALER client: keeps W requests [id][""][body] outstanding until N are answered.

Checks that each id comes back once and with its own body, whatever the order.

With --deaf it never reads a reply: a slow client, carried to the end. It ends with --until-eof
or a signal.

    dealer_client.py tcp://127.0.0.1:5555 --count 20000 --window 500
"""

import os
import time

import zmq

import peer


def receive(socket, outstanding):
    """Takes one reply; returns False if there is none."""
    try:
        frames = socket.recv_multipart(zmq.DONTWAIT)
    except zmq.Again:
        return False
    if len(frames) != 3 or frames[1] != b"":
        raise peer.Failed("not [id][''][body]: %r" % [frame[:60] for frame in frames])
    expected = outstanding.pop(frames[0], None)
    if expected is None:
        raise peer.Failed("a reply to nothing that is outstanding: %r" % frames[0])
    if frames[2] != expected:
        raise peer.Failed("another request's reply: %r" % frames[2][:60])
    return True


def send_and_never_read(args):
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.linger = 0
    socket.rcvhwm = 1
    socket.rcvbuf = 4096
    socket.connect(args.endpoint)
    for number in range(args.count):
        socket.send_multipart([b"%d" % number, b"", b"x" * args.size])
        time.sleep(args.pause)
    peer.say("SENT", args.count)
    while True:
        peer.Inputs(args).wait(1)


def main(args):
    if args.deaf:
        send_and_never_read(args)
    context = zmq.Context.instance()
    socket = context.socket(zmq.DEALER)
    socket.linger = 0
    socket.sndhwm = socket.rcvhwm = 0
    socket.connect(args.endpoint)
    inputs = peer.Inputs(args)
    inputs.add(socket)
    prefix = os.urandom(4).hex().encode()
    outstanding = {}
    sent = answered = 0
    begin = heard = time.monotonic()
    while answered < args.count:
        while sent < args.count and len(outstanding) < args.window:
            identity = b"%s-%d" % (prefix, sent)
            outstanding[identity] = b"%d:%s" % (sent, b"x" * args.size)
            socket.send_multipart([identity, b"", outstanding[identity]])
            sent += 1
        inputs.wait(args.timeout)
        before = answered
        while receive(socket, outstanding):
            answered += 1
        if answered > before:
            heard = time.monotonic()
        elif time.monotonic() - heard > args.timeout:
            raise peer.Failed("%d of %d answered, then silence" % (answered, args.count))
    seconds = time.monotonic() - begin
    peer.result(ok=answered, seconds="%.3f" % seconds, rate="%.0f" % (answered / seconds))


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("--count", type=int, default=20000)
    options.add_argument("--window", type=int, default=500, help="requests outstanding at once")
    options.add_argument("--size", type=int, default=64, help="bytes of filling in each request")
    options.add_argument("--timeout", type=float, default=10.0, help="seconds of silence that are failure")
    options.add_argument("--deaf", action="store_true", help="send everything and never read")
    options.add_argument("--pause", type=float, default=0.0, help="seconds between requests, if --deaf")
    arguments = options.parse_args()
    peer.run(main, arguments)
