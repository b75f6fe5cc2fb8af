#!/usr/bin/env python3
"""A strict Majordomo worker that echoes.

Accepts HEARTBEAT, DISCONNECT and REQUEST with exactly one address frame; on anything else, or on
a second request that arrives while it is delayed by the first, it fails. Heartbeats go on while
it works. When the broker is silent for liveness x interval, or says DISCONNECT, it closes its
socket and registers again on a new one. On leaving it says DISCONNECT.

With --parts n (MDP/0.2) each answer is n PARTIALs and a FINAL; the first frame of each part is
the request's with #0, #1 ... after it.

    mdp_worker.py tcp://127.0.0.1:5556 echo --mdp 2 --parts 3
"""

import time

import zmq

import mdp
import peer


class Worker:

    def __init__(self, args):
        self.args = args
        self.version = mdp.VERSIONS[args.mdp]
        self.inputs = peer.Inputs(args)
        self.socket = None
        self.count = dict(handled=0, registered=0, heartbeats=0, disconnects=0)

    def connect(self):
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.connect(self.args.endpoint)
        self.inputs.add(self.socket)
        self.send("READY", self.args.service.encode())
        self.count["registered"] += 1
        self.confirmed = False
        self.heard()

    def send(self, command, *content):
        self.socket.send_multipart(self.version.command(command, *content))
        self.beat_at = time.monotonic() + self.args.interval

    def heard(self):
        self.silent_at = time.monotonic() + self.args.interval * self.args.liveness

    def reconnect(self):
        self.inputs.remove(self.socket)
        self.socket.close()
        end = time.monotonic() + self.args.reconnect
        while time.monotonic() < end:
            self.inputs.wait(end - time.monotonic())
        self.connect()

    def turn(self, until):
        """Waits for input or the next deadline, beats; returns a request's frames or None."""
        wake = min(self.beat_at, self.silent_at if until is None else until)
        ready = self.socket in self.inputs.wait(wake - time.monotonic())
        if time.monotonic() >= self.beat_at:
            self.send("HEARTBEAT")
        if not ready:
            return None
        frames = self.socket.recv_multipart()
        self.heard()
        command, content = self.version.read(frames)
        if command == "HEARTBEAT" and not content:
            self.count["heartbeats"] += 1
            if not self.confirmed:
                peer.say("REGISTERED", self.count["registered"])
            self.confirmed = True
        elif command == "DISCONNECT" and not content:
            self.count["disconnects"] += 1
            peer.say("DISCONNECTED", self.count["disconnects"])
            self.reconnect()
        elif command == "REQUEST" and len(content) > 2 and content[0] and content[1] == b"":
            return content
        else:
            raise peer.Failed("no command, or not one address and a body: %s" % mdp.show(f[:60] for f in frames))
        return None

    def work(self, request):
        self.count["handled"] += 1
        number, socket = self.count["handled"], self.socket
        if self.args.trace or number == 1:
            peer.say("REQUEST", number)
        peer.suffer(self.args, number)
        end = time.monotonic() + self.args.delay
        while self.args.delay and time.monotonic() < end:
            if self.turn(end):
                raise peer.Failed("a second request while the first was in hand")
            if self.socket is not socket:
                return  # the connection is gone, and nobody may answer through another
        self.heard()  # a broker need not heartbeat a busy worker
        if self.args.forge:
            address = bytearray(request[0])
            address[-1] ^= 0x55
            self.send("FINAL", bytes(address), b"", b"forged")
        for _ in range(2 if self.args.twice else 1):
            self.answer(request[:2], request[2:])
        if self.args.trace:
            peer.say("ANSWERED", number)

    def answer(self, address, body):
        parts = self.args.parts
        for part in range(parts):
            self.send("PARTIAL", *address, b"%s#%d%s" % (body[0], part, b"x" * self.args.size), *body[1:])
        last = [b"%s#%d" % (body[0], parts)] + body[1:] if parts else body
        self.send("FINAL", *address, *last)

    def serve(self):
        self.connect()
        while True:
            request = self.turn(None)
            if request:
                self.work(request)
            if time.monotonic() >= self.silent_at:
                peer.say("SILENCE", self.count["registered"])
                self.reconnect()

    def leave(self):
        if not self.socket.closed:
            self.send("DISCONNECT")
            self.socket.close(linger=500)
            zmq.Context.instance().term()


def main(args):
    worker = Worker(args)
    try:
        worker.serve()
    except peer.Ended:
        worker.leave()
        peer.result(**worker.count)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("service")
    mdp.version_option(options)
    peer.heartbeat_options(options)
    peer.fault_options(options)
    options.add_argument("--parts", type=int, default=0, help="PARTIALs before each FINAL")
    options.add_argument("--size", type=int, default=0, help="bytes of filling in each PARTIAL")
    options.add_argument("--reconnect", type=float, default=0.1, help="seconds between two sockets")
    options.add_argument("--forge", action="store_true", help="before each reply, one under an address never given out")
    options.add_argument("--twice", action="store_true", help="send each reply twice")
    options.add_argument("--trace", action="store_true", help="a line for each request, not for the first only")
    arguments = options.parse_args()
    peer.run(main, arguments)
