"""Checks SBML files with libSBML: every consistency check, units and modelling practice among them.

  IDUNN_WRITTEN=$PWD/artifacts/written dotnet run --project tests/Idunn.Conformance -c Release -- --filter-class '*SemanticWritingTests'
  for m in science/models/*.ant; do ./idunn convert "$m" "artifacts/project/$(basename "$m" .ant).xml"; done
  python3 tests/Idunn.Conformance/validate.py artifacts/written artifacts/project

Needs libSBML's Python module (Debian: python3-sbml5). No test runs this: an independent reader is not always there, and what is not there must not look like a pass.
Exit code 1 when a file has an error. libSBML as Debian builds it does not know the package distrib, and says so of files that need it; that is counted apart.
"""
import collections
import pathlib
import sys

import libsbml

UNKNOWN_PACKAGE = {libsbml.RequiredPackagePresent, libsbml.UnrequiredPackagePresent}


Problem = collections.namedtuple("Problem", "number severity name title line column message")


def problems(path):
    document = libsbml.readSBMLFromFile(str(path))
    document.checkConsistency()
    # Copied, for a problem does not outlive its document.
    found = (document.getError(i) for i in range(document.getNumErrors()))
    return [Problem(one.getErrorId(), one.getSeverity(), one.getSeverityAsString(), one.getShortMessage(), one.getLine(), one.getColumn(), one.getMessage().strip()) for one in found]


def main(places):
    files = sorted(file for place in map(pathlib.Path, places) for file in (place.glob("*.xml") if place.is_dir() else [place]))
    counts, kinds, failed, unknown = collections.Counter(), collections.Counter(), [], []
    for file in files:
        for problem in problems(file):
            if problem.number in UNKNOWN_PACKAGE:
                unknown.append(file.name)
                continue
            counts[problem.name] += 1
            kinds[problem.name, problem.number, problem.title] += 1
            if problem.severity >= libsbml.LIBSBML_SEV_ERROR:
                failed.append((file, problem))
    print(f"libSBML {libsbml.getLibSBMLDottedVersion()}: {len(files)} files, {len({file for file, _ in failed})} with errors, {len(set(unknown))} that need a package it does not know")
    for severity, count in sorted(counts.items()):
        print(f"  {severity}: {count}")
    for (severity, number, message), count in kinds.most_common():
        print(f"    {count:6} {severity} {number} {message}")
    for file, problem in failed[:50]:
        print(f"{file}:{problem.line}:{problem.column}: {problem.number} {problem.title}: {problem.message.splitlines()[0]}")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
