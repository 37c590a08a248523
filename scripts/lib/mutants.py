"""The figures of scripts/mutants, from the list of mutants and from their outcomes.

    mutants.py LIST OUTCOMES

Fails if a mutant survives that docs/mutants.md does not list.
"""

import json
import re
import sys
from collections import Counter

PAGE = "docs/mutants.md"


def explained():
    """The mutants of the page, each with the line of the source that it changes."""
    rows = set()
    for line in open(PAGE, encoding="utf-8"):
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]
        if len(cells) == 5 and cells[1].startswith("``"):
            rows.add((cells[1].strip("`").strip(), cells[2].strip("`").strip()))
    return rows


def place(mutant):
    """The mutant as on the page: without its line's number, and with the line."""
    name = re.sub(r":\d+:(\d+): ", r", column \1: ", mutant["name"], count=1)
    lines = open(mutant["file"], encoding="utf-8").read().splitlines()
    return name, lines[mutant["span"]["start"]["line"] - 1].strip()


def main(mutants, outcomes):
    mutants = json.load(open(mutants, encoding="utf-8"))
    known = dict(reversed(line.rstrip("\n").split("\t")) for line in open(outcomes, encoding="utf-8"))
    count = Counter(known.get(mutant["name"], "alone") for mutant in mutants)
    tested = count["caught"] + count["timeout"] + count["missed"]
    rows = explained()
    unexplained = 0
    for mutant in mutants:
        if known.get(mutant["name"]) == "missed" and place(mutant) not in rows:
            unexplained += 1
            name, line = [part.replace("|", "\\|") for part in place(mutant)]
            print(f"survives, and {PAGE} does not say why:\n| ``{name}`` | ``{line}`` | |", file=sys.stderr)
    print(f"- {len(mutants)} mutants: {count['refused']} refused by the compiler, {tested} tested, {count['alone']} not tested")
    print(f"- of the tested: {count['caught']} caught, {count['timeout']} ended by a timeout, {count['missed']} survive;"
          f" {count['missed'] - unexplained} of these have a reason in [mutants.md](mutants.md)")
    files = {}
    for mutant in mutants:
        of = files.setdefault(mutant["file"], [0, 0])
        of[0] += known.get(mutant["name"], "alone") == "alone"
        of[1] += 1
    partly = [f"`{file}` {missing} of {of}" for file, (missing, of) in sorted(files.items()) if missing]
    if partly:
        print(f"- not tested: {', '.join(partly)}")
    return unexplained == 0


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
