"""Web addresses so that no format breaks at them."""

from __future__ import annotations

import re

_ODD = re.compile(r"""[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+""")


def address(url: str) -> str:
    """Return an address with everything percent-encoded that no address may hold as it is."""
    return _ODD.sub(lambda odd: "".join(f"%{byte:02X}" for byte in odd[0].encode()), url)


def is_web(url: str) -> bool:
    """Whether an address is one that a browser opens as a page, and nothing that it runs."""
    return url.lower().startswith(("https://", "http://"))
