#!/usr/bin/env python3
"""Asks a named service and prints the reply. Speaks MDP/0.1; needs pyzmq only.

    call.py echo "hello"
    call.py echo "hello" --endpoint tcp://127.0.0.1:5555 --timeout 2.5 --retries 3

Exit code: 0 for a reply, 1 if nobody answered, 2 if the service answered with an error.
"""

import argparse
import sys

import zmq

HEADER = b"MDPC01"


class NoReply(Exception):
    """Every attempt timed out. The request may have been served all the same."""


class Refused(Exception):
    """The service answered with an error: "<code> <reason>"."""


def call(endpoint, service, body, timeout=2.5, retries=3):
    """Sends body, a list of frames, and returns the reply's frames.

    A lost request cannot be told from a lost reply, so a repeat may run the request again.
    """
    context = zmq.Context.instance()
    for _ in range(retries + 1):
        # A REQ socket that got no reply cannot ask again: each attempt has a fresh one, which also
        # makes sure that the late reply of an earlier attempt is never taken for this one's.
        with context.socket(zmq.REQ) as socket:
            socket.linger = 0  # what could not be sent is not worth waiting for
            socket.connect(endpoint)
            socket.send_multipart([HEADER, service.encode(), *body])
            if socket.poll(timeout * 1000):
                return read(socket.recv_multipart(), service)
    raise NoReply(f"no reply from {service} at {endpoint} in {retries + 1} attempts")


def read(frames, service):
    if len(frames) < 3 or frames[:2] != [HEADER, service.encode()]:
        raise ValueError(f"not a reply of {service}: {frames}")
    body = frames[2:]
    if len(body) == 1 and body[0].startswith(b"ERROR "):
        raise Refused(body[0][len("ERROR "):].decode())
    return body


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("service")
    options.add_argument("body", nargs="+", help="one frame each")
    options.add_argument("--endpoint", default="tcp://127.0.0.1:5555", help="where the queue takes clients")
    options.add_argument("--timeout", type=float, default=2.5, help="seconds for each attempt")
    options.add_argument("--retries", type=int, default=3, help="attempts after the first")
    args = options.parse_args()
    try:
        for frame in call(args.endpoint, args.service, [text.encode() for text in args.body], args.timeout,
                          args.retries):
            print(frame.decode(errors="replace"))
    except NoReply as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
    except Refused as problem:
        print("error:", problem, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
