"""Where things lie inside a network's `releases/` folder. Builder and reader agree on it here.

head.json                    the one atomic pointer: which release is up, and the head of the ledger
ledger/<digest>.json         the chain of everything ever published, withdrawn or drawn
ledger/estimates/<digest>.parquet  the noised counts of one draw
<ID>/manifest.json           what the release is
<ID>/audit.json              what the attack found
<ID>/certificate.json.gz     two worlds for each value withheld
<ID>/public|staff/*.parquet  shelves
<ID>/partners/<id>/*.parquet one shelf a partner, `_none` for schools of no partner
"""

import re
from pathlib import Path
from urllib.parse import quote

HEAD = "head.json"
LEDGER = "ledger"
ESTIMATES = "estimates"
MANIFEST = "manifest.json"
AUDIT = "audit.json"
CERTIFICATE = "certificate.json.gz"
STARTED = "started.json"
RELEASE_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}")
"""As-of date and the beginning of the digest."""
PUBLIC = "public"
STAFF = "staff"
PARTNERS = "partners"
NO_PARTNER = "_none"

COUNT_LEVELS = ("schools", "districts", "areas", "regions")
"""Anonymous counts on a partner's shelf, from the finest level up; `states` and `nation` are public."""
TEACHER_TABLES = ("roster", "cohorts")
"""Tables of a partner's shelf about its consenting teachers."""
DECLARED_TABLES = ("targets", "reporting_groups", "group_counts")
"""Tables of a partner's shelf from what it declared; groups of no partner lie on the staff shelf."""


def shelf_name(partner_id: str | None) -> str:
    """The folder of a partner's shelf: its id, escaped so that no id can leave `partners/`."""
    if not partner_id:
        return NO_PARTNER
    escaped = quote(partner_id, safe="")
    # an id made of dots only, or one that imitates the reserved name, must not become a path of its own
    if escaped == NO_PARTNER:
        return "%5Fnone"
    return escaped if escaped.strip(".") else escaped.replace(".", "%2E")


def partner_shelf(release: Path, partner_id: str | None) -> Path:
    return release / PARTNERS / shelf_name(partner_id)
