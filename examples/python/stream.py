#!/usr/bin/env python3
"""Asks a named service and prints the parts of its reply as they come. Speaks MDP/0.2; needs pyzmq only.

    stream.py countdown 10

Exit code: 0 for a complete reply, 1 if it never came or broke off, 2 if the service answered with an error.
"""

import argparse
import sys

import zmq

HEADER = b"MDPC02"
REQUEST, PARTIAL, FINAL = b"\x01", b"\x02", b"\x03"


class NoReply(Exception):
    """Nobody answered, or the reply broke off."""


class Refused(Exception):
    """The service answered, or ended its reply, with an error: "<code> <reason>"."""


def stream(endpoint, service, body, timeout=2.5, retries=3):
    """Sends body, a list of frames, and yields the frames of each part.

    Asks again, on a fresh socket, while nothing has come. After the first part a repeat would mix
    the parts of two runs, so silence is the end then. The timeout is for each part.
    """
    context = zmq.Context.instance()
    for _ in range(retries + 1):
        with context.socket(zmq.DEALER) as socket:
            socket.linger = 0
            socket.connect(endpoint)
            socket.send_multipart([HEADER, REQUEST, service.encode(), *body])
            parts = 0
            while socket.poll(timeout * 1000):
                part, last = read(socket.recv_multipart(), service)
                if not (last and part == [b""]):  # an empty end only says that no part follows
                    yield part
                if last:
                    return
                parts += 1
        if parts:
            raise NoReply(f"the reply of {service} broke off after {parts} parts")
    raise NoReply(f"no reply from {service} at {endpoint} in {retries + 1} attempts")


def read(frames, service):
    """A part's body, and whether it is the last."""
    if len(frames) < 4 or frames[0] != HEADER or frames[1] not in (PARTIAL, FINAL) or frames[2] != service.encode():
        raise ValueError(f"not a reply of {service}: {frames}")
    body, last = frames[3:], frames[1] == FINAL
    if last and len(body) == 1 and body[0].startswith(b"ERROR "):
        raise Refused(body[0][len("ERROR "):].decode())
    return body, last


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("service")
    options.add_argument("body", nargs="+", help="one frame each")
    options.add_argument("--endpoint", default="tcp://127.0.0.1:5555", help="where the queue takes clients")
    options.add_argument("--timeout", type=float, default=2.5, help="seconds for each part")
    options.add_argument("--retries", type=int, default=3, help="attempts after the first, if nothing has come")
    args = options.parse_args()
    try:
        for part in stream(args.endpoint, args.service, [text.encode() for text in args.body], args.timeout,
                           args.retries):
            print(*(frame.decode(errors="replace") for frame in part), flush=True)
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
