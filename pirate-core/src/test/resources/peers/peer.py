"""What every peer in this directory shares: the command line, output lines, orderly ends.

A peer prints one line for each event, its first word in capitals. The last line is
"RESULT name=value ..." or "FAILED reason"; the exit code is 0 or 1. With --until-eof it
ends when its standard input does, so that it never outlives whoever started it.
"""

import argparse
import os
import signal
import sys
import time

import zmq

READY = b"\x01"  # RFC 6
HEARTBEAT = b"\x02"  # RFC 6


class Failed(Exception):
    """The other side broke the protocol, or did not answer."""


class Ended(Exception):
    """Somebody asked this peer to end."""


def command_line(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--until-eof", action="store_true", help="end when standard input ends")
    parser.add_argument("--curve-server", metavar="KEY", help="the public key of whom it connects to, RFC 26")
    parser.add_argument("--curve-public", metavar="KEY", help="its own; without --curve-server it binds with it")
    parser.add_argument("--curve-secret", metavar="KEY", help="its own")
    return parser


def encrypt(args):
    """Gives every socket that is opened from now on the keys of the command line, if there are any."""
    if not args.curve_secret:
        return
    context = zmq.Context.instance()
    context.curve_publickey = args.curve_public.encode()
    context.curve_secretkey = args.curve_secret.encode()
    if args.curve_server:
        context.curve_serverkey = args.curve_server.encode()
    else:
        context.curve_server = True


def heartbeat_options(parser):
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between heartbeats")
    parser.add_argument("--liveness", type=int, default=3, help="silent intervals allowed")


def fault_options(parser):
    parser.add_argument("--delay", type=float, default=0.0, help="seconds that each request takes")
    parser.add_argument("--die-on", type=int, default=0, help="kill -9 itself on receiving the n-th request")
    parser.add_argument("--freeze-on", type=int, default=0, help="SIGSTOP itself on receiving the n-th request")


def suffer(args, request_number):
    """The fault that was ordered for this request, if any."""
    if request_number == args.die_on:
        os.kill(os.getpid(), signal.SIGKILL)
    if request_number == args.freeze_on:
        os.kill(os.getpid(), signal.SIGSTOP)


def say(*words):
    """One write for the whole line: the signal that ends a peer may come between two writes."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def result(**values):
    say("RESULT", " ".join("%s=%s" % item for item in values.items()))


def bind(socket, endpoint):
    """Binds; waits for the address while a predecessor still holds it. Returns the real address."""
    deadline = time.monotonic() + 5
    while True:
        try:
            socket.bind(endpoint)
            return socket.getsockopt_string(zmq.LAST_ENDPOINT)
        except zmq.ZMQError as error:
            if error.errno != zmq.EADDRINUSE or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


class Inputs:
    """Waits for sockets, and for the end of standard input if that was asked for."""

    def __init__(self, args):
        self.until_eof = args.until_eof
        self.poller = zmq.Poller()
        if self.until_eof:
            self.poller.register(0, zmq.POLLIN)

    def add(self, socket):
        self.poller.register(socket, zmq.POLLIN)

    def remove(self, socket):
        self.poller.unregister(socket)

    def wait(self, seconds):
        """The sockets with input, after at most so many seconds; none perhaps earlier.

        Never waits long: a signal just before the call would only be seen after it.
        """
        ready = dict(self.poller.poll(max(0, int(min(seconds, 0.5) * 1000 + 0.999))))
        if self.until_eof and ready.pop(0, None) is not None and not os.read(0, 4096):
            raise Ended()
        return ready


def run(main, args):
    """Runs main(args), which may end by Ended, and exits with 0, or 1 if it Failed."""
    def end(number, frame):
        raise Ended()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        encrypt(args)
        main(args)
    except Failed as failure:
        say("FAILED", failure)
        sys.stdout.flush()
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)  # at once, whatever still lingers
