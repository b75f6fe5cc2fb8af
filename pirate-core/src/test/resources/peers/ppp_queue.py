#!/usr/bin/env python3
"""A Paranoid Pirate queue as RFC 6 has it: one request for each worker, least recently used first.

Heartbeats go to idle workers only. A heartbeat makes nobody ready. While no
worker is ready, requests stay in the front end's socket. Fails if a worker breaks the protocol.

    ppp_queue.py tcp://127.0.0.1:5555 tcp://127.0.0.1:5556
"""

from collections import OrderedDict
import time

import zmq

import peer


class Queue:

    def __init__(self, args):
        context = zmq.Context.instance()
        self.args = args
        self.frontend = context.socket(zmq.ROUTER)
        self.backend = context.socket(zmq.ROUTER)
        self.frontend.linger = self.backend.linger = 0
        peer.say("BOUND", peer.bind(self.frontend, args.frontend), peer.bind(self.backend, args.backend))
        self.inputs = peer.Inputs(args)
        self.inputs.add(self.backend)
        self.listening = False
        self.ready = OrderedDict()  # idle workers -> when they expire
        self.busy = {}  # busy workers -> the address stack in their hands
        self.count = dict(ready=0, requests=0, replies=0, expired=0, orphans=0)

    def listen(self):
        """Takes requests only while somebody can work."""
        wanted = bool(self.ready)
        if wanted != self.listening:
            (self.inputs.add if wanted else self.inputs.remove)(self.frontend)
            self.listening = wanted

    def idle(self, worker):
        self.ready.pop(worker, None)
        self.ready[worker] = self.expiry()

    def expiry(self):
        return time.monotonic() + self.args.interval * self.args.liveness

    def from_worker(self, worker, frames):
        if frames == [peer.READY]:
            if worker in self.busy or worker in self.ready:
                raise peer.Failed("READY from a worker that is registered")
            self.count["ready"] += 1
            peer.say("READY", self.count["ready"])
            self.idle(worker)
        elif frames == [peer.HEARTBEAT]:
            if worker in self.ready:  # registers nobody: the sender may be gone already
                self.ready[worker] = self.expiry()
        else:
            self.reply(worker, frames)

    def reply(self, worker, frames):
        """A queue routes by the first address; what else is in the stack is between the ends."""
        stack = self.busy.pop(worker, None)
        if stack is None:
            self.count["orphans"] += 1
        elif frames[:1] != stack[:1] or b"" not in frames or frames.index(b"") != len(stack) - 1 \
                or len(frames) == len(stack):
            raise peer.Failed("not the address it was given, or no body: %r" % [frame[:60] for frame in frames])
        else:
            self.count["replies"] += 1
            self.frontend.send_multipart(frames)
        self.idle(worker)

    def from_client(self, frames):
        if b"" not in frames[1:]:
            return  # no envelope, nobody to answer
        worker, _ = self.ready.popitem(last=False)
        self.busy[worker] = frames[:frames.index(b"", 1) + 1]
        self.backend.send_multipart([worker] + frames)
        self.count["requests"] += 1

    def serve(self):
        beat_at = time.monotonic() + self.args.interval
        while True:
            self.listen()
            events = self.inputs.wait(beat_at - time.monotonic())
            if self.backend in events:
                frames = self.backend.recv_multipart()
                self.from_worker(frames[0], frames[1:])
            if self.frontend in events and self.ready:
                self.from_client(self.frontend.recv_multipart())
            if time.monotonic() >= beat_at:
                for worker in self.ready:
                    self.backend.send_multipart([worker, peer.HEARTBEAT])
                beat_at = time.monotonic() + self.args.interval
                self.purge()

    def purge(self):
        now = time.monotonic()
        for worker in [worker for worker, expiry in self.ready.items() if now >= expiry]:
            del self.ready[worker]
            self.count["expired"] += 1
            peer.say("EXPIRED", self.count["expired"])


def main(args):
    queue = Queue(args)
    try:
        queue.serve()
    except peer.Ended:
        peer.result(**queue.count)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("frontend")
    options.add_argument("backend")
    peer.heartbeat_options(options)
    arguments = options.parse_args()
    peer.run(main, arguments)
