"""The frame of a site around its pages: menus, banners, cookie boxes, buttons to share, footers."""

import re
from functools import lru_cache

FRAMES = frozenset({"aside", "dialog", "footer", "header"})
"""Elements that are part of the frame unless they hold what a page needs."""
HOLDERS = frozenset({"div", "form", "ol", "p", "section", "span", "table", "ul"})
"""Elements that are part of the frame if their attributes say so."""
_NAMES = (
    r"(?:ad|alert|banner|breadcrumbs?|chat|dela|footer|header|lang(?:uage)?|menu|meny|modal|nav"
    r"|notice|paging|popup|print|search|share|sharing|skip|sok|social|toast|toolbar)(?![a-zåäö])"
    r"|addthis|brodsmul|brödsmul|consent|cookie|feedback|gdpr|login|navbar|navigation|newsletter"
    r"|nyhetsbrev|pagination|readspeaker|relaterad|relaterat|related|sidfot|sidhuvud|skiplink"
    r"|socialmedia|sokruta"
)
_ATTRIBUTES = re.compile(
    rf"""(?:^|\s)(?:
      (?:class|id)\s*=\s*["']?(?:[^"'>]*\s)?
        (?:(?:site|page|main|global|top|bottom|js|esf|box|block)[-_]{{1,2}})?(?:{_NAMES})
    | role\s*=\s*["']?(?:alert|banner|complementary|contentinfo|dialog|menu|navigation|search
        |toolbar)
    | hidden(?=[\s=]|$)
    | aria-hidden\s*=\s*["']?true
    | style\s*=\s*["'][^"']*(?:display\s*:\s*none|line-through)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_BOX = re.compile(
    r"""(?:class|id|role)\s*=\s*["']?[^"'>]*(?<![a-z])(?:alert|notice|complementary)(?![a-z])""",
    re.IGNORECASE,
)
_NO_BOX = re.compile(
    r"relat|display\s*:\s*none|line-through|(?:^|\s)hidden(?=[\s=]|$)|aria-hidden\s*=\s*[\"']?true"
    r"|cookie|consent|gdpr",
    re.IGNORECASE,
)
_MOST_ATTRIBUTES = 400
"""Signs of a tag's attributes that are looked at."""
_OWNER = "projekt(?:ä|a\u0308|&auml;|&#228;|&#xe4;)gare"
_NEEDED = re.compile(rf"<(?:h1|main|article)\b|{_OWNER}", re.IGNORECASE)
_HEADING = re.compile(r"<(?:h1|main)\b", re.IGNORECASE)


def is_chrome(name: str, attributes: str) -> bool:
    """Whether an element looks like a part of the frame by its name or attributes."""
    if name in FRAMES:
        return True
    return name in HOLDERS and bool(attributes) and _says_chrome(attributes[:_MOST_ATTRIBUTES])


def is_box(name: str, attributes: str) -> bool:
    """Whether a part of the frame may be a box with facts of the project, such as a notice."""
    start = attributes[:_MOST_ATTRIBUTES]
    return (name == "aside" or _BOX.search(start) is not None) and not _NO_BOX.search(start)


@lru_cache(maxsize=2_000)
def _says_chrome(attributes: str) -> bool:
    return _ATTRIBUTES.search(attributes) is not None


def is_needed(page: str, start: int, end: int, *, has_owner: bool) -> bool:
    """Whether a stretch of markup holds what a project's page needs: its heading, or its labels
    if they have not come yet."""
    wanted = _HEADING if has_owner else _NEEDED
    return wanted.search(page, start, end) is not None
