#!/usr/bin/env python3
"""A Freelance client, RFC 10: pings its servers and asks the first one that answers.

Moves to the next server when one is silent for its time to live, and sends each request
once to each server in an attempt.

    flp_client.py tcp://127.0.0.1:5555 tcp://127.0.0.1:5556 --count 20
"""

import time

import zmq

import peer


class Client:

    def __init__(self, args):
        self.args = args
        self.socket = zmq.Context.instance().socket(zmq.ROUTER)
        self.socket.linger = 0
        self.socket.setsockopt(zmq.ROUTER_MANDATORY, 1)
        self.servers = [endpoint.encode() for endpoint in args.endpoints]
        self.expires = dict.fromkeys(self.servers, 0.0)
        self.next_ping = 0.0
        for endpoint in args.endpoints:
            self.socket.connect(endpoint)
        self.inputs = peer.Inputs(args)
        self.inputs.add(self.socket)

    def send(self, server, *frames):
        try:
            self.socket.send_multipart([server, *frames], zmq.DONTWAIT)
        except zmq.ZMQError as error:
            if error.errno not in (zmq.EHOSTUNREACH, zmq.EAGAIN):
                raise

    def ping(self):
        now = time.monotonic()
        if now >= self.next_ping:
            self.next_ping = now + self.args.interval
            for server in self.servers:
                self.send(server, b"PING")

    def receive(self):
        """The reply that came, if one did, as [control, body...]."""
        self.ping()
        if self.socket not in self.inputs.wait(self.args.interval / 4):
            return None
        frames = self.socket.recv_multipart()
        self.expires[frames[0]] = time.monotonic() + self.args.interval * self.args.liveness
        return None if frames[1:] == [b"PONG"] else frames[1:]

    def ask(self, number):
        control = b"request %d" % number
        body = b"body %d" % number
        deadline = time.monotonic() + self.args.timeout
        asked = set()
        while time.monotonic() < deadline:
            live = [each for each in self.servers if self.expires[each] > time.monotonic()]
            waiting = [each for each in live if each in asked]
            if live and not waiting:
                asked.add(live[0])
                self.send(live[0], control, body)
            reply = self.receive()
            if reply and reply[0] == control:
                if reply[1:] != [body]:
                    raise peer.Failed("not the body: %r" % reply)
                return
        raise peer.Failed("no answer to request %d" % number)


def main(args):
    client = Client(args)
    for number in range(args.count):
        client.ask(number)
        peer.say("ANSWERED", number)
        time.sleep(args.pause)
    peer.result(ok=args.count)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoints", nargs="+")
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--timeout", type=float, default=10.0, help="seconds for each request")
    options.add_argument("--pause", type=float, default=0.0, help="seconds between requests")
    peer.heartbeat_options(options)
    arguments = options.parse_args()
    peer.run(main, arguments)
