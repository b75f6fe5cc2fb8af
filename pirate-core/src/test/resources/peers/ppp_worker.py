#!/usr/bin/env python3
"""A strict Paranoid Pirate worker (RFC 6) that echoes.

Accepts [address][""][body] and HEARTBEAT, exactly; on anything else, or on a second request
that arrives while it is delayed by the first, it fails. Heartbeats go on while it works. When the queue falls silent
for liveness x interval it closes its socket and registers again under a new identity.

    ppp_worker.py tcp://127.0.0.1:5556
"""

import os
import time

import zmq

import peer


class Worker:

    def __init__(self, args):
        self.args = args
        self.inputs = peer.Inputs(args)
        self.socket = None
        self.handled = self.registered = self.heartbeats = 0

    def connect(self):
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.routing_id = b"worker-" + os.urandom(4).hex().encode()
        self.socket.connect(self.args.endpoint)
        self.inputs.add(self.socket)
        self.socket.send(peer.READY)
        self.registered += 1
        self.beat_at = time.monotonic() + self.args.interval
        self.heard()
        self.confirmed = False

    def heard(self):
        self.silent_at = time.monotonic() + self.args.interval * self.args.liveness

    def confirm(self):
        if not self.confirmed:
            peer.say("REGISTERED", self.registered)
        self.confirmed = True

    def disconnect(self):
        self.inputs.remove(self.socket)
        self.socket.close()

    def turn(self, until):
        """Waits for input or the next deadline, beats; returns a message or None."""
        wake = min(self.beat_at, self.silent_at if until is None else until)
        ready = self.socket in self.inputs.wait(wake - time.monotonic())
        if time.monotonic() >= self.beat_at:
            self.socket.send(peer.HEARTBEAT)
            self.beat_at = time.monotonic() + self.args.interval
        if not ready:
            return None
        frames = self.socket.recv_multipart()
        self.heard()
        if frames == [peer.HEARTBEAT]:
            self.heartbeats += 1
            self.confirm()
            return None
        if self.args.stack and b"" in frames[1:-1]:
            return frames
        if len(frames) != 3 or not frames[0] or frames[1] != b"":
            raise peer.Failed("neither HEARTBEAT nor [address][''][body]: %r" % [f[:60] for f in frames])
        return frames

    def work(self, frames):
        self.handled += 1
        if self.args.trace or self.handled == 1:
            peer.say("REQUEST", self.handled)
        peer.suffer(self.args, self.handled)
        end = time.monotonic() + self.args.delay
        while self.args.delay and time.monotonic() < end:
            if self.turn(end):
                raise peer.Failed("a second request while the first was in hand")
        self.heard()  # a queue need not heartbeat a busy worker
        if self.args.forge:
            address = bytearray(frames[0])
            address[-1] ^= 0x55
            self.socket.send_multipart([bytes(address), b"", b"forged"])
        for _ in range(2 if self.args.twice else 1):
            self.socket.send_multipart(frames)

    def serve(self):
        self.connect()
        while True:
            frames = self.turn(None)
            if frames:
                self.work(frames)
            if time.monotonic() >= self.silent_at:
                peer.say("SILENCE", self.registered)
                self.disconnect()
                self.connect()


def main(args):
    worker = Worker(args)
    try:
        worker.serve()
    except peer.Ended:
        peer.result(handled=worker.handled, registered=worker.registered, heartbeats=worker.heartbeats)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    peer.heartbeat_options(options)
    peer.fault_options(options)
    options.add_argument("--forge", action="store_true", help="before each reply, one under an address never given out")
    options.add_argument("--stack", action="store_true", help="not strict: accept several addresses and body frames")
    options.add_argument("--twice", action="store_true", help="send each reply twice")
    options.add_argument("--trace", action="store_true", help="a line for each request, not for the first only")
    arguments = options.parse_args()
    peer.run(main, arguments)
