"""Prose of the content as HTML that a page may show: raw HTML off, and cleaned again on the way out."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def html_of(text: str) -> str:
    r"""Return Markdown as clean HTML.

    Examples:
        >>> html_of("a *b* <script>x</script>")
        '<p>a <em>b</em> &lt;script&gt;x&lt;/script&gt;</p>\n'
    """
    # Imported late: a command that prints no prose need not pay for the parser.
    import nh3
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return nh3.clean(rendered, link_rel="noopener noreferrer")


def spoken(text: str) -> str:
    r"""Return Markdown as somebody would say it: without headings, code marks and emphasis, paragraphs kept.

    Examples:
        >>> spoken("# Title\n\nWrite `f(x)` *now*.\n\nThen stop.")
        'Write f(x) now.\n\nThen stop.'
    """
    kept = [line for line in text.strip().splitlines() if not line.startswith("#")]
    return re.sub(r"[`*]", "", "\n".join(kept)).strip()
