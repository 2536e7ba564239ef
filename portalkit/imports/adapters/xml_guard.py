"""An XML parser that knows no document types and no entities, and whose memory does not depend on what it is fed."""

from collections.abc import Iterator
from pyexpat import ExpatError, ParserCreate, XMLParserType
from typing import IO

from ..domain.refusals import Refusal, Refused

PIECE = 64 << 10
MOST_TOKEN_BYTES = 8 << 20
MOST_DEPTH = 64
Attributes = list[str]


class LocalNames(dict[str, str]):
    """Element name with any prefix → its local part, worked out once."""

    def __missing__(self, name: str) -> str:
        self[name] = local = name.rpartition(":")[2]
        return local


def make_parser() -> XMLParserType:
    """A parser that raises Refused at a document type or an entity; attributes come as a flat list."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 64 << 10
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    parser.ExternalEntityRefHandler = _refuse_dtd
    return parser


def feed(parser: XMLParserType, stream: IO[bytes], part: str) -> Iterator[None]:
    """Feeds the stream piece by piece, pausing after each for the caller to take what was found. Raises Refused."""
    fed = 0
    try:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > MOST_TOKEN_BYTES:
                raise Refused(Refusal.XML_TOKEN, part=part)
            yield
        parser.Parse(b"", True)
        yield
    except ExpatError as error:
        raise Refused(Refusal.XML_BROKEN, part=part, line=error.lineno) from error


def elements(stream: IO[bytes], part: str, *, most: int = 1_000_000) -> Iterator[tuple[str, dict[str, str]]]:
    """(local name, attributes by local name) of every element of a small part; the path to it is not told. Raises Refused."""
    found: list[tuple[str, dict[str, str]]] = []
    names = LocalNames()
    depth = count = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MOST_DEPTH or count > most:
            raise Refused(Refusal.XML_TOO_DEEP, part=part)
        found.append((names[name], {names[key]: value for key, value in zip(attributes[::2], attributes[1::2], strict=True)}))

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        found.append(("/" + names[_], {}))

    parser = make_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for _ in feed(parser, stream, part):
        yield from found
        found.clear()


def _refuse_dtd(*_: object) -> int:
    raise Refused(Refusal.XML_DTD)
