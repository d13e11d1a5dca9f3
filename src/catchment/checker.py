"""Checks the certificate of a release: for every withheld value, two worlds that make the same published row.

Stands alone: needs Python and pyarrow, nothing of Catchment's. Run as `python checker.py RELEASES ID`.
"""

import gzip
import hashlib
import json
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow.parquet as pq


class Refused(Exception):
    """The certificate does not hold; the text says why."""


def need(holds, why):
    if not holds:
        raise Refused(why)


def read(file, what):
    try:
        content = file.read_bytes()
        return json.loads(gzip.decompress(content) if file.suffix == ".gz" else content)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        raise Refused(f"{what} cannot be read") from error


def digest(said):
    content = said if isinstance(said, bytes) else json.dumps(said, sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


class Release:
    """A release whose tables are those that its manifest names; the ledger knows it under digest `named`."""

    def __init__(self, folder, named=None):
        self.folder, self.name = folder, folder.name
        said = self.said = read(folder / "manifest.json", f"the manifest of {self.name}")
        sealed = {key: said[key] for key in said if key not in ("release", "digest")}
        need(digest(sealed) == said.get("digest"), f"{self.name}: its manifest was altered")
        need(named in (None, said["digest"]), f"{self.name} is not the release that the ledger names")
        found = {f.relative_to(folder).as_posix(): digest(f.read_bytes()) for f in folder.rglob("*.parquet")}
        need(found == said["tables"], f"{self.name}: its tables are not those that its manifest names")
        found = {*self.rows("schools", "school_year female_code")}
        self.years, self.coded = {year for year, _ in found}, {year for year, code in found if code}

    def rows(self, name, columns, *wanted):
        files, columns = sorted(self.folder.rglob(f"{name}.parquet")), columns.split()
        table = pq.read_table(files, columns=columns, filters=[*wanted] or None, partitioning=None)
        return zip(*(table[column].to_pylist() for column in columns), strict=True)

    def closes(self, label):
        """Whether it speaks of a school year on or after its closing day, by the calendar of its time."""
        day = self.said["closing"]
        return label in self.years and self.said["as_of"] >= f"{int(label[:4]) + (day < '07')}-{day}"

    def facts(self, label):
        """School -> n in a school year, and school -> public rows (students, female, male), latest first."""
        policy, public = self.said["policy"], defaultdict(list)
        homes = self.rows("mapping", "school_id state", ("school_year", "=", label))
        n = {school: policy["per_state"].get(state, policy["n"]) for school, state in homes}
        columns = "school_year school_id enrolled female male"
        known = self.rows("enrolment", columns, ("school_year", "<=", label))
        for _, school, *figures in sorted(known, key=lambda row: row[0], reverse=True):
            public[school].append(figures)
        return n, public


def row_of(true, past, n, enrolled):
    """The rules: what is published of true counts by course, after the counts (None: a flag) of the past."""
    row = {}
    for course in {*true, *past}:
        count, shown = true.get(course, 0), [old for old in past.get(course, ()) if old is not None]
        if count >= n and all(count == old or abs(count - old) >= n for old in shown):
            row[course] = count
        elif count or course in past:
            row[course] = shown[-1] if shown else None
    tight = enrolled is not None and enrolled - sum(filter(None, row.values())) < 2 * n
    return {course: count for course, count in row.items() if count is not None or not tight}


def code_of(base, female, n, public):
    """The rules: the code of `female` among `base`, and whether public figures leave that number open."""
    students, girls, boys = public
    useful = None not in (students, girls) and girls + (boys or 0) <= students
    first, last = (max(0, base - (students - girls)), min(base, girls)) if useful else (1, 0)
    sides = range(first, min(last, n) + 1), range(max(first, base - n), last + 1)
    if base <= 2 * n or first > last or any(0 < len(side) < 3 for side in sides):
        return "few", False
    code, side = ("low", sides[0]) if female <= n else ("high", sides[1])
    return ("exact", False) if n < female < base - n else (code, not side or female in side)


class Year:
    """A school year of the last of `releases`; `standing` are the earlier ones that were never withdrawn."""

    def __init__(self, label, releases, standing):
        self.label = label
        # the first that closed the year; it was copied ever since
        origin = next((each for each in standing if each.closes(label)), releases[-1])
        census = next((each for each in releases if label in each.coded), origin)
        (self.n, self.public), self.census = origin.facts(label), census.facts(label)
        self.family = dict(releases[-1].rows("courses", "course_id kind"))
        self.counts, self.past, self.genders = defaultdict(dict), defaultdict(dict), {}
        columns, of_year = "geo_id course_id students gender_base female_code", ("school_year", "=", label)
        for school, course, count, base, code in releases[-1].rows("schools", columns, of_year):
            self.counts[school, self.family.get(course)][course] = count
            self.genders |= {school: (base, code)} if course == "all" else {}
        for release in releases[: releases.index(origin)]:
            for school, course, count in release.rows("schools", "geo_id course_id students", of_year):
                self.past[school, self.family.get(course)].setdefault(course, []).append(count)

    def check(self, school, worlds):
        """Kinds of the withheld values of a school, one for each that is covered. Refused if one is not."""
        where, sizes = f"school {school}, {self.label}", {len(found) for found in worlds.values()}
        need(len(sizes) < 2 and worlds.keys() <= {*self.family, "female"}, f"{where}: no whole worlds")
        base, code = self.genders.get(school, (0, None))
        n, public = self.census[0].get(school), (self.census[1][school] or [[None] * 3])[0]
        for female in worlds.get("female", []):
            need(code_of(base, female, n, public) == (code, True), f"{where}: {female} female are not {code}")
        if code in ("low", "high"):
            need(len({*worlds.get("female", [])}) > 1, f"{where}: its coded side has not two values")
            yield "coded sides"
        for family in sorted({*self.family.values()}):
            yield from self.check_counts(school, family, worlds, where)

    def check_counts(self, school, family, worlds, where):
        """Every world of a family makes the row and has room; each withheld count has two values."""
        n, row, past = self.n[school], self.counts[school, family], self.past[school, family]
        enrolled = next((figures[0] for figures in self.public[school] if figures[0] is not None), None)
        counts = {course: count for course, count in row.items() if count is not None}
        held = {course for course, count in counts.items() if [count] == past.get(course, [])[-1:]}
        certain = sum(count for course, count in counts.items() if course not in held)
        room = float("inf") if enrolled is None or certain > enrolled else enrolled
        named = {each: found for each, found in worlds.items() if self.family.get(each) == family}
        for values in zip(*named.values(), strict=True):
            true = counts | dict(zip(named, values, strict=True))
            made = sum(true.values()) <= room and row_of(true, past, n, enrolled) == row
            need(made, f"{where}: a world of {values} does not make the published row within enrolment")
        for course in row:
            if course not in counts or (course in held and room > certain):
                need(len({*named.get(course, [])}) > 1, f"{where}: {course} has not two values")
                yield "changes of shown counts" if course in counts else "flagged counts"
        more = len(row) < [*self.family.values()].count(family)
        if more and enrolled and 1 <= enrolled - sum(counts.values()) < 2 * n:
            totals = zip(*(named[course] for course in named if course not in row), strict=True)
            need(len({sum(total) for total in totals}) > 1, f"{where}: the unreported have not two values")
            yield "unreported groups"


def walk(releases, address):
    """The releases that the ledger names up to an entry, oldest first, and those of them never withdrawn."""
    earlier, down = [], set()
    while address:
        entry = read(releases / "ledger" / f"{address}.json", f"ledger entry {address[:12]}")
        need(digest(entry) == address, f"ledger entry {address[:12]} was altered")
        if entry["kind"] == "published":
            earlier.insert(0, Release(releases / entry["release"], entry["digest"]))
        down |= {entry["release"]} if entry["kind"] == "withdrawn" else set()
        address = entry["parent"]
    return earlier, [each for each in earlier if each.name not in down]


def formed(worlds, kinds=(dict, dict, dict, list)):
    """Whether it is: school year -> school -> course -> numbers of students."""
    if not kinds:
        return type(worlds) is int and worlds >= 0
    inner = worlds.values() if isinstance(worlds, dict) else worlds
    return isinstance(worlds, kinds[0]) and all(formed(each, kinds[1:]) for each in inner)


def check(releases, name):
    """Lines that say what was checked. Refused, with the reason, if the certificate does not hold."""
    release, found = Release(releases / name), Counter()
    said = read(release.folder / "certificate.json.gz", f"the certificate of {name}")
    years = said.get("worlds") if isinstance(said, dict) else None
    need(formed(years) and years.keys() <= release.years, f"no certificate of {name}'s school years")
    need(said.get("digest") == release.said["digest"], f"the certificate is not that of release {name}")
    earlier, standing = walk(releases, release.said["parent"])
    for label in sorted(release.years):
        year, worlds = Year(label, [*earlier, release], standing), years.get(label, {})
        need(worlds.keys() <= year.n.keys(), f"{label}: the certificate has schools that are not there")
        for school in year.n:
            found.update(year.check(school, worlds.get(school, {})))
    yield f"{name}: {len(release.said['tables'])} tables and {len(earlier)} earlier releases as digests say"
    yield from (f"{found[kind]} {kind}: two worlds each make the published row" for kind in sorted(found))


if __name__ == "__main__":
    try:
        print(*check(Path(sys.argv[1]), sys.argv[2]), sep="\n")
    except Refused as error:
        sys.exit(f"refused: {error}")
