#!/usr/bin/env python3
"""A Titanic client, RFC 9 over Majordomo: submits N requests, polls until each has its reply,
checks it, closes it twice, and sees that it is gone. The service must echo.

    titanic_client.py tcp://127.0.0.1:5555 echo --mdp 1 --count 20
"""

import time

import zmq

import mdp
import peer


class Client:

    def __init__(self, args):
        self.args = args
        self.version = mdp.VERSIONS[args.mdp]
        self.inputs = peer.Inputs(args)
        self.socket = zmq.Context.instance().socket(zmq.REQ if args.mdp == 1 else zmq.DEALER)
        self.socket.linger = 0
        self.socket.connect(args.endpoint)
        self.inputs.add(self.socket)

    def ask(self, service, *body):
        """One request and the body of its reply."""
        self.socket.send_multipart(mdp.request(self.version, service, list(body)))
        deadline = time.monotonic() + self.args.timeout
        while self.socket not in self.inputs.wait(deadline - time.monotonic()):
            if time.monotonic() >= deadline:
                raise peer.Failed("no reply from %s" % service)
        frames = self.socket.recv_multipart()
        head = mdp.reply(self.version, service, [])
        if frames[:len(head)] != head:
            raise peer.Failed("not a reply of %s: %s" % (service, mdp.show(frames)))
        return frames[len(head):]

    def expect(self, expected, service, *body):
        answer = self.ask(service, *body)
        if answer[0] != expected:
            raise peer.Failed("%s answers %s, not %s" % (service, mdp.show(answer), expected))
        return answer[1:]

    def reply(self, ticket):
        deadline = time.monotonic() + self.args.timeout
        answer = self.ask(b"titanic.reply", ticket)
        while answer == [b"300"] and time.monotonic() < deadline:
            self.inputs.wait(0.05)
            answer = self.ask(b"titanic.reply", ticket)
        if answer[0] != b"200":
            raise peer.Failed("reply %s" % mdp.show(answer))
        return answer[1:]


def main(args):
    client = Client(args)
    tickets = {}
    for number in range(args.count):
        body = [b"body %d" % number, b"", b"second"]
        ticket, = client.expect(b"200", b"titanic.request", args.service.encode(), *body)
        if len(ticket) != 32 or int(ticket, 16) < 0:
            raise peer.Failed("no ticket: %s" % ticket)
        tickets[ticket] = body
    if len(tickets) != args.count:
        raise peer.Failed("the same ticket twice")
    peer.say("STORED", len(tickets))
    for ticket, body in tickets.items():
        if client.reply(ticket) != body or client.reply(ticket) != body:
            raise peer.Failed("not the reply of %s" % body)
    for ticket in tickets:
        client.expect(b"200", b"titanic.close", ticket)
        client.expect(b"200", b"titanic.close", ticket)
        client.expect(b"400", b"titanic.reply", ticket)
    client.expect(b"400", b"titanic.reply", b"../../etc/passwd")
    client.expect(b"500", b"titanic.request", b"no body")
    peer.result(ok=len(tickets))


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("service")
    mdp.version_option(options)
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--timeout", type=float, default=15.0, help="seconds without the reply that are failure")
    arguments = options.parse_args()
    peer.run(main, arguments)
