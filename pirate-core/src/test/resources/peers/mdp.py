"""Majordomo's two versions as RFC 7 and RFC 18 number them.

Each has a table of its own: they share numbers, not meanings.
"""


class Version:

    def __init__(self, client, worker, lead, **commands):
        self.client = client
        self.worker = lead + [worker]  # what each command between worker and broker begins with
        self.commands = {code: name for name, code in commands.items()}
        self.codes = commands

    def command(self, name, *content):
        return self.worker + [self.codes[name]] + list(content)

    def read(self, frames):
        """The command's name and its content, or None and all the frames."""
        head = len(self.worker)
        if frames[:head] != self.worker or len(frames) == head:
            return None, frames
        return self.commands.get(frames[head]), frames[head + 1:]


V01 = Version(b"MDPC01", b"MDPW01", [b""], READY=b"\x01", REQUEST=b"\x02", FINAL=b"\x03", HEARTBEAT=b"\x04",
              DISCONNECT=b"\x05")  # RFC 7 calls its final answer REPLY

V02 = Version(b"MDPC02", b"MDPW02", [], READY=b"\x01", REQUEST=b"\x02", PARTIAL=b"\x03", FINAL=b"\x04",
              HEARTBEAT=b"\x05", DISCONNECT=b"\x06")

VERSIONS = {1: V01, 2: V02}

CLIENT_REQUEST, CLIENT_PARTIAL, CLIENT_FINAL = b"\x01", b"\x02", b"\x03"  # RFC 18; RFC 7 has none


def version_option(parser):
    parser.add_argument("--mdp", type=int, choices=(1, 2), default=1, help="MDP/0.1 or MDP/0.2")


def request(version, service, body):
    """What a client sends after its envelope."""
    return [version.client] + ([CLIENT_REQUEST] if version is V02 else []) + [service] + body


def reply(version, service, body, last=True):
    """What a client gets after its envelope."""
    command = [CLIENT_FINAL if last else CLIENT_PARTIAL] if version is V02 else []
    return [version.client] + command + [service] + body


def show(frames):
    """For people: printable frames as text, others as hexadecimal digits."""
    return " ".join("[%s]" % (f.decode() if f.isascii() and f.decode().isprintable() else f.hex()) for f in frames)
