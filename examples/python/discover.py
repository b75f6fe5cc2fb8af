#!/usr/bin/env python3
"""Tells who serves what. Asks the queue itself, by MMI (RFC 8); needs pyzmq only.

    discover.py              # services and workers, as JSON; a pirate queue only
    discover.py echo shout   # whether anybody serves these; any Majordomo broker

Exit code: 0, or 1 if nobody answered or a service asked for has no worker.
"""

import argparse
import json
import sys

from call import NoReply, call

FOUND, NOT_IMPLEMENTED = b"200", b"501"


def is_served(endpoint, service):
    """Whether at least one worker is registered for the service."""
    return call(endpoint, "mmi.service", [service.encode()])[-1] == FOUND


def details(endpoint, what):
    """What a pirate queue says of its "services" or "workers"; None if it is another broker."""
    answer = call(endpoint, "mmi." + what, [b""])[-1]
    return None if answer == NOT_IMPLEMENTED else json.loads(answer)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("service", nargs="*", help="the names to look up; everything if there are none")
    options.add_argument("--endpoint", default="tcp://127.0.0.1:5555", help="where the queue takes clients")
    args = options.parse_args()
    missing = False
    try:
        for service in args.service:
            served = is_served(args.endpoint, service)
            missing |= not served
            print(service, "is served" if served else "is not served")
        for what in [] if args.service else ["services", "workers"]:
            known = details(args.endpoint, what)
            print(what + ":", "this broker does not tell" if known is None else json.dumps(known, indent=2))
    except NoReply as problem:
        print(problem, file=sys.stderr)
        missing = True
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(missing)


if __name__ == "__main__":
    main()
