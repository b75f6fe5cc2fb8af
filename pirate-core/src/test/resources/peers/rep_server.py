#!/usr/bin/env python3
"""A plain REP server that echoes.

    rep_server.py tcp://127.0.0.1:5555
"""

import time

import zmq

import peer


class Server:

    def __init__(self, args):
        self.args = args
        self.inputs = peer.Inputs(args)
        self.endpoint = args.endpoint
        self.received = self.answered = 0
        self.open()
        peer.say("BOUND", self.endpoint)

    def open(self):
        self.socket = zmq.Context.instance().socket(zmq.REP)
        self.socket.linger = 1000
        self.endpoint = peer.bind(self.socket, self.endpoint)
        self.inputs.add(self.socket)

    def crash(self):
        """A REP socket cannot leave a request unanswered, except by its end."""
        self.inputs.remove(self.socket)
        self.socket.close(linger=0)
        self.open()

    def serve(self):
        while True:
            if self.socket not in self.inputs.wait(1):
                continue
            body = self.socket.recv_multipart()
            self.received += 1
            if self.received <= self.args.drop_first:
                peer.say("DROPPED", self.received)
                self.crash()
                continue
            time.sleep(self.args.slow_first if self.received == 1 else self.args.delay)
            self.answered += 1  # before sending: the asker may end us as soon as it has the reply
            self.socket.send_multipart(body)


def main(args):
    server = Server(args)
    try:
        server.serve()
    except peer.Ended:
        peer.result(received=server.received, answered=server.answered)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("--delay", type=float, default=0.0, help="seconds that each request takes")
    options.add_argument("--slow-first", type=float, default=0.0, help="seconds that the first request takes")
    options.add_argument("--drop-first", type=int, default=0, help="requests lost at the start, by a crash after each")
    arguments = options.parse_args()
    peer.run(main, arguments)
