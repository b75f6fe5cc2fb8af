#!/usr/bin/env python3
"""A Majordomo client: keeps W requests outstanding until N are answered, and checks each reply.

Shapes: "req" is a REQ socket; "empty" a DEALER that sends the empty frame itself; "stack" a DEALER
with two address frames before it, which must come back; "bare" a DEALER with nothing in front (MDP/0.2
only, where it is the default). Each reply must echo its request; with --parts n it must come as n PARTIALs
and a FINAL, in order, the first frame with #0, #1 ... after it.

With --take it sends "label:n" once and expects n parts "label:0", "label:1" ... filled with x, the
last of them a FINAL, or an empty FINAL after them; between some of them it pauses. With --ask it
sends that body once and prints what comes back, frame by frame, whatever it is.

    mdp_client.py tcp://127.0.0.1:5555 echo --mdp 2 --count 2000 --window 50
    mdp_client.py tcp://127.0.0.1:5555 mmi.service --ask echo
"""

import time

import zmq

import mdp
import peer


class Client:

    def __init__(self, args):
        self.args = args
        self.version = mdp.VERSIONS[args.mdp]
        self.shape = args.shape or ("req" if args.mdp == 1 else "bare")
        self.service = args.service.encode()
        self.inputs = peer.Inputs(args)
        self.outstanding = {}  # what a request is known by -> [body, parts that came]
        self.socket = None
        self.count = dict(ok=0, parts=0, retries=0)
        self.connect()

    def connect(self):
        if self.socket:
            self.inputs.remove(self.socket)
            self.socket.close()
        self.socket = zmq.Context.instance().socket(zmq.REQ if self.shape == "req" else zmq.DEALER)
        self.socket.linger = 0
        self.socket.connect(self.args.endpoint)
        self.inputs.add(self.socket)

    def envelope(self, key):
        return {"stack": [key, b"hop", b""], "empty": [b""]}.get(self.shape, [])

    def send(self, key, body):
        self.socket.send_multipart(self.envelope(key) + mdp.request(self.version, self.service, body))

    def receive(self):
        """One reply: what its request is known by if the envelope tells, its body, whether it is the last."""
        frames = self.socket.recv_multipart()
        key = frames[0]
        envelope = self.envelope(key)
        content = frames[len(envelope):]
        for last in (True, False):
            head = mdp.reply(self.version, self.service, [], last)
            if frames[:len(envelope)] == envelope and content[:len(head)] == head and len(content) > len(head):
                return (key if self.shape == "stack" else None), content[len(head):], last
        raise peer.Failed("no reply in the form of the request: %s" % mdp.show(f[:60] for f in frames))

    def take(self, key, body, last):
        key = key or body[0].split(b":")[0]
        if key not in self.outstanding:
            raise peer.Failed("a reply to nothing that is outstanding: %s" % mdp.show(f[:60] for f in body))
        expected, part = self.outstanding[key]
        if self.args.parts:
            expected = [b"%s#%d" % (expected[0], part)] + expected[1:]
        if body != expected or last != (part == self.args.parts):
            raise peer.Failed("not part %d of reply %s: %s" % (part, key, mdp.show(f[:60] for f in body)))
        self.count["parts"] += 1
        self.outstanding[key][1] += 1
        if last:
            del self.outstanding[key]
            self.count["ok"] += 1

    def wait(self, begin):
        """Until there is input; True if that took longer than it may."""
        while self.socket not in self.inputs.wait(begin + self.args.timeout - time.monotonic()):
            if time.monotonic() >= begin + self.args.timeout:
                return True
        return False

    def again(self):
        """Repeats what has no answer, on a new socket."""
        self.count["retries"] += 1
        if self.count["retries"] > self.args.retries:
            raise peer.Failed("%d of %d answered, then silence" % (self.count["ok"], self.args.count))
        self.connect()
        for key, call in self.outstanding.items():
            call[1] = 0
            self.send(key, call[0])

    def ask_all(self):
        sent = 0
        begin = time.monotonic()
        while self.count["ok"] < self.args.count:
            while sent < self.args.count and len(self.outstanding) < (1 if self.shape == "req" else self.args.window):
                key = b"%d" % sent
                self.outstanding[key] = [[b"%s:%s" % (key, b"x" * self.args.size)] + [b""] * (self.args.frames - 1), 0]
                self.send(key, self.outstanding[key][0])
                sent += 1
            if self.wait(time.monotonic()):
                self.again()
            else:
                self.take(*self.receive())
        peer.result(seconds="%.3f" % (time.monotonic() - begin), **self.count)

    def ask_once(self):
        self.send(b"0", [self.args.ask.encode()])
        last = False
        while not last:
            if self.wait(time.monotonic()):
                raise peer.Failed("no reply")
            _, body, last = self.receive()
            peer.say("FINAL" if last else "PARTIAL", mdp.show(body))
        peer.result(ok=1)

    def take_parts(self):
        label, count = self.args.take.encode().split(b":")
        self.send(b"0", [self.args.take.encode()])
        taken, last = 0, False
        while not last:
            if self.wait(time.monotonic()):
                raise peer.Failed("silence after %d parts" % taken)
            _, body, last = self.receive()
            if last and body == [b""]:
                break
            if body[0].rstrip(b"x") != b"%s:%d" % (label, taken):
                raise peer.Failed("not part %d: %s" % (taken, mdp.show(f[:60] for f in body)))
            taken += 1
            if taken % (int(count) // 10) == 0:
                peer.say("AT", taken)
            if self.args.pause_after and taken % self.args.pause_after == 0:
                time.sleep(self.args.pause)
        peer.result(parts=taken)


def main(args):
    client = Client(args)
    if args.take is not None:
        client.take_parts()
    elif args.ask is not None:
        client.ask_once()
    else:
        client.ask_all()


if __name__ == "__main__":
    options = peer.command_line(__doc__)
    options.add_argument("endpoint")
    options.add_argument("service")
    mdp.version_option(options)
    options.add_argument("--shape", choices=("req", "empty", "stack", "bare"))
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--window", type=int, default=50, help="requests outstanding at once, except by a REQ socket")
    options.add_argument("--size", type=int, default=64, help="bytes of filling in each request")
    options.add_argument("--frames", type=int, default=1, help="frames of each request")
    options.add_argument("--parts", type=int, default=0, help="PARTIALs expected before each FINAL")
    options.add_argument("--timeout", type=float, default=10.0, help="seconds of silence that are failure")
    options.add_argument("--retries", type=int, default=0, help="how often to ask again on a new socket")
    options.add_argument("--ask", metavar="TEXT", help="send this once, and print the answer")
    options.add_argument("--take", metavar="LABEL:COUNT", help="send this once, and take its parts")
    options.add_argument("--pause-after", type=int, default=0, help="parts between two pauses")
    options.add_argument("--pause", type=float, default=0.0, help="seconds of each pause")
    arguments = options.parse_args()
    peer.run(main, arguments)
