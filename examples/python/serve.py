#!/usr/bin/env python3
"""Serves a named service. Speaks MDP/0.2; needs pyzmq only.

    serve.py shout
    serve.py shout --endpoint tcp://127.0.0.1:5556 --interval 1.0

Start it before the queue, restart the queue, start several: each finds its way. Ctrl-C ends it.
"""

import argparse
import itertools
import random
import signal
import threading
import time

import zmq

HEADER = b"MDPW02"
READY, REQUEST, PARTIAL, FINAL, HEARTBEAT, DISCONNECT = (bytes([code]) for code in range(1, 7))

LIVENESS = 3  # silent intervals after which the queue counts as gone
LONGEST_PAUSE = 32.0  # seconds between two attempts to register


def handle(body):
    """The service itself: takes the request's frames, returns the reply's. Put your code here.

    It may run more than once for one call, so it should be idempotent.
    """
    return [frame.decode().upper().encode() for frame in body]


def work():
    """Runs handle() in a thread of its own, so that the pulse goes on however long it takes."""
    pipe = zmq.Context.instance().socket(zmq.PAIR)
    pipe.connect("inproc://work")
    while True:
        connection, address, *body = pipe.recv_multipart()
        try:
            reply = handle(body)
        except Exception as failure:  # the caller must not wait for its timeout
            reply = [f"ERROR handler-failed {failure}".encode()]
        pipe.send_multipart([connection, address, *reply])


class Connection:
    """One registration with the queue, from READY to the end of its socket."""

    def __init__(self, network, args, name):
        self.interval = args.interval
        self.name = name  # replies of an earlier connection must not go out through this one
        self.heard_queue = False
        self.in_hand = 0
        self.socket = network.socket(zmq.DEALER)
        self.socket.linger = 500
        self.socket.connect(args.endpoint)
        self.send(READY, args.service.encode())
        self.heard()

    def send(self, *frames):
        self.socket.send_multipart([HEADER, *frames])
        self.beat_at = time.monotonic() + self.interval  # everything sent is a sign of life

    def heard(self):
        self.silent_at = time.monotonic() + self.interval * LIVENESS

    def serve(self, pipe):
        """Returns when the queue wants no more of this connection, or is silent.

        A queue need not heartbeat a worker that has a request, so its silence means nothing then.
        """
        poller = zmq.Poller()
        poller.register(self.socket, zmq.POLLIN)
        poller.register(pipe, zmq.POLLIN)
        while self.in_hand or time.monotonic() < self.silent_at:
            wake = self.beat_at if self.in_hand else min(self.beat_at, self.silent_at)
            ready = dict(poller.poll(max(0, wake - time.monotonic()) * 1000))
            if time.monotonic() >= self.beat_at:
                self.send(HEARTBEAT)
            if pipe in ready:
                connection, address, *reply = pipe.recv_multipart()
                if connection == self.name:
                    self.in_hand -= 1
                    self.heard()
                    self.send(FINAL, address, b"", *reply)
            if self.socket in ready and not self.receive(pipe):
                return

    def receive(self, pipe):
        """Takes one command; False if it is the end."""
        frames = self.socket.recv_multipart()
        self.heard()
        self.heard_queue = True
        if frames == [HEADER, DISCONNECT]:
            return False
        if frames[:2] == [HEADER, REQUEST] and len(frames) > 4 and frames[3] == b"":
            self.in_hand += 1
            pipe.send_multipart([self.name, frames[2], *frames[4:]])
        elif frames != [HEADER, HEARTBEAT]:
            print("ignored:", frames, flush=True)
        return True


def serve(network, args):
    pipe = zmq.Context.instance().socket(zmq.PAIR)
    pipe.bind("inproc://work")
    threading.Thread(target=work, daemon=True).start()
    pause = args.interval
    for number in itertools.count():
        print(f"serving {args.service} at {args.endpoint}", flush=True)
        connection = Connection(network, args, b"%d" % number)
        try:
            connection.serve(pipe)
        except KeyboardInterrupt:
            connection.send(DISCONNECT)  # what is in hand goes to another worker at once
            raise
        finally:
            connection.socket.close()
        if connection.heard_queue:
            pause = args.interval
        print(f"the queue is gone, again in {pause:.1f} s", flush=True)
        time.sleep(pause * random.uniform(0.9, 1.1))
        pause = min(pause * 2, LONGEST_PAUSE)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("service")
    options.add_argument("--endpoint", default="tcp://127.0.0.1:5556", help="where the queue takes workers")
    options.add_argument("--interval", type=float, default=1.0, help="seconds between heartbeats, as the queue has it")
    args = options.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # "kill" is as good as Ctrl-C
    network = zmq.Context()
    try:
        serve(network, args)
    except KeyboardInterrupt:
        network.term()  # returns when DISCONNECT is out
        print("left", flush=True)


if __name__ == "__main__":
    main()
