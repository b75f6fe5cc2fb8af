#!/usr/bin/env python3
"""A Majordomo broker on a single socket, with no more than RFC 7 or RFC 18, and RFC 8, ask for.

Of a client it keeps the identity and nothing else: whatever stood between that and the
empty frame does not come back. One request for each worker, least recently used first. Heartbeats
go to idle workers only, and only idle ones expire. What is valid but unexpected gets DISCONNECT. Fails
if a worker breaks the protocol otherwise.

    mdp_broker.py tcp://127.0.0.1:5555 --mdp 2
"""

from collections import OrderedDict, deque
import time

import zmq

import mdp
import peer


class Service:

    def __init__(self):
        self.requests = deque()  # (client's identity, body)
        self.idle = OrderedDict()  # workers -> when they expire
        self.workers = set()


class Broker:

    def __init__(self, args):
        self.args = args
        self.version = mdp.VERSIONS[args.mdp]
        self.socket = zmq.Context.instance().socket(zmq.ROUTER)
        self.socket.linger = 0
        peer.say("BOUND", peer.bind(self.socket, args.endpoint))
        self.inputs = peer.Inputs(args)
        self.inputs.add(self.socket)
        self.services = {}
        self.serves = {}  # workers -> name of their service
        self.busy = {}  # workers -> the client whose request is in their hands
        self.count = dict(ready=0, requests=0, replies=0, partials=0, expired=0, disconnected=0, left=0)

    def service(self, name):
        return self.services.setdefault(name, Service())

    def tell(self, worker, command, *content):
        self.socket.send_multipart([worker] + self.version.command(command, *content))

    def from_client(self, client, name, body):
        if not name.startswith(b"mmi."):
            self.service(name).requests.append((client, body))
            self.dispatch(name)
            return
        known = name == b"mmi.service"
        found = known and body[-1] in self.services and self.services[body[-1]].workers
        self.answer(client, name, [b"200" if found else b"404" if known else b"501"], True)

    def answer(self, client, name, body, last):
        envelope = [b""] if self.version is mdp.V01 else []
        self.socket.send_multipart([client] + envelope + mdp.reply(self.version, name, body, last))

    def from_worker(self, worker, command, content):
        registered = worker in self.serves
        if command == "READY" and len(content) == 1:
            if registered or content[0].startswith(b"mmi.") or self.count["ready"] < self.args.refuse_first:
                self.count["ready"] += 1
                self.refuse(worker)
            else:
                self.register(worker, content[0])
        elif command == "DISCONNECT" and not content:
            self.count["left"] += 1
            peer.say("LEFT", self.count["left"])
            self.forget(worker)
        elif not registered or command == "REQUEST":
            self.refuse(worker)
        elif command == "HEARTBEAT" and not content:
            self.alive(worker)
        elif command in ("PARTIAL", "FINAL"):
            self.reply(worker, content, command == "FINAL")
        else:
            raise peer.Failed("not a worker's command: %s %s" % (command, mdp.show(f[:60] for f in content)))

    def register(self, worker, name):
        self.count["ready"] += 1
        peer.say("READY", self.count["ready"], worker.hex())
        self.serves[worker] = name
        self.service(name).workers.add(worker)
        self.idle(worker)

    def idle(self, worker):
        self.service(self.serves[worker]).idle[worker] = self.expiry()
        self.dispatch(self.serves[worker])

    def alive(self, worker):
        idle = self.service(self.serves[worker]).idle
        if worker in idle:  # makes nobody idle
            idle[worker] = self.expiry()

    def expiry(self):
        return time.monotonic() + self.args.interval * self.args.liveness

    def refuse(self, worker):
        self.count["disconnected"] += 1
        peer.say("DISCONNECTED", self.count["disconnected"])
        self.tell(worker, "DISCONNECT")
        self.forget(worker)

    def forget(self, worker):
        self.busy.pop(worker, None)
        if worker in self.serves:
            service = self.service(self.serves.pop(worker))
            service.workers.discard(worker)
            service.idle.pop(worker, None)

    def reply(self, worker, content, last):
        client = self.busy.get(worker)
        if client is None or content[:2] != [client, b""] or len(content) < 3:
            raise peer.Failed("not the address it was given, or no body: %s" % mdp.show(f[:60] for f in content))
        self.count["replies" if last else "partials"] += 1
        self.answer(client, self.serves[worker], content[2:], last)
        if last:
            del self.busy[worker]
            self.idle(worker)

    def dispatch(self, name):
        service = self.service(name)
        while service.requests and service.idle:
            worker, _ = service.idle.popitem(last=False)
            client, body = service.requests.popleft()
            self.busy[worker] = client
            self.count["requests"] += 1
            self.tell(worker, "REQUEST", client, b"", *body)

    def read(self, frames):
        sender, content = frames[0], frames[1:]
        command, rest = self.version.read(content)
        if command:
            self.from_worker(sender, command, rest)
            return
        if b"" in content:  # MDP/0.1, or a client of 0.2 that acts as if it were one
            content = content[content.index(b"") + 1:] if content[:1] != [self.version.client] else content
        head = mdp.request(self.version, b"", [])[:-1]
        if content[:len(head)] == head and len(content) > len(head) + 1:
            self.from_client(sender, content[len(head)], content[len(head) + 1:])
        else:
            peer.say("IGNORED", mdp.show(f[:60] for f in frames[1:]))

    def beat(self):
        now = time.monotonic()
        for service in self.services.values():
            for worker in [worker for worker, expiry in service.idle.items() if now >= expiry]:
                self.count["expired"] += 1
                peer.say("EXPIRED", self.count["expired"])
                self.forget(worker)
            for worker in service.idle:
                self.tell(worker, "HEARTBEAT")

    def serve(self):
        beat_at = time.monotonic() + self.args.interval
        while True:
            if self.socket in self.inputs.wait(beat_at - time.monotonic()):
                self.read(self.socket.recv_multipart())
            if time.monotonic() >= beat_at:
                self.beat()
                beat_at = time.monotonic() + self.args.interval


def main(args):
    broker = Broker(args)
    try:
        broker.serve()
    except peer.Ended:
        peer.result(**broker.count)


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    mdp.version_option(options)
    peer.heartbeat_options(options)
    options.add_argument("--refuse-first", type=int, default=0, help="answer so many READYs with DISCONNECT")
    arguments = options.parse_args()
    peer.run(main, arguments)
