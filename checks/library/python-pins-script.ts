/**
 * Runs in the environment's Python (or the system's, where there is none) in a clone: prints the facts of `pinnedPackages` from HEAD's
 * requirements.txt, the files it includes, and the packages of the environment. What belongs to the tools that install and audit is no
 * part of the project.
 */
export const PYTHON_PINS = `
import hashlib, os, re, subprocess, sys
from importlib import metadata

def tell(name, value):
    print(name + "=" + " ".join(str(value).split()))

def show(path):
    run = subprocess.run(["git", "show", "HEAD:" + path], capture_output=True)
    return run.stdout.decode("utf-8-sig", "replace") if run.returncode == 0 else None

def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()

LINE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(\\[[^\\]]*\\])?\\s*(?:(===?)\\s*([^\\s;,*]+)\\s*)?(;.*)?$")

def collect(path, pins, seen):
    text = None if path in seen else show(path)
    if text is None:
        return
    seen.add(path)
    for line in re.sub(r"\\\\\\r?\\n", " ", text).splitlines():
        line = re.sub(r"(^|\\s)#.*$", "", line).strip()
        if not line:
            continue
        include = re.match(r"(?:-r|--requirement)[\\s=]+(\\S+)", line)
        if include:
            collect(os.path.normpath(os.path.join(os.path.dirname(path), include[1])), pins, seen)
            continue
        if line.startswith("-") and not re.match(r"(-e|--editable)\\b", line):
            continue
        hashed = "--hash=" in line
        bare = re.sub(r"\\s--hash=\\S+", "", line).strip()
        match = LINE.match(bare)
        if not match or not match[3] or "*" in bare.split(";")[0]:
            tell("loose", bare[:120])
            continue
        pins[normal(match[1])] = (match[4], bool(match[5]), hashed)

if show("requirements.txt") is None:
    sys.exit(0)
tell("file", "requirements.txt")
pins, seen = {}, set()
collect("requirements.txt", pins, seen)
beside = {}
tree = subprocess.run(["git", "ls-tree", "-r", "--name-only", "HEAD"], capture_output=True, text=True).stdout.splitlines()
for path in tree:
    if re.search(r"(^|/)(requirements[^/]*|dev-requirements|constraints)\\.txt$|(^|/)requirements/[^/]*\\.txt$", path) and path not in seen:
        stdout, sys.stdout = sys.stdout, open(os.devnull, "w")
        collect(path, beside, seen)
        sys.stdout = stdout
for name in ("scikit-learn", "joblib", "python-dotenv", "environs", "python-decouple", "pydantic-settings", "dynaconf"):
    if name in pins:
        tell("direct", name)
tell("pinned", len(pins))
tell("digest", hashlib.sha256(repr(sorted((name, pin[0]) for name, pin in pins.items())).encode()).hexdigest())
if not sys.argv[1]:
    sys.exit(0)
installed = {}
inside = os.path.realpath(sys.prefix) + os.sep
for each in metadata.distributions():
    if each.metadata["Name"] and os.path.realpath(str(each.locate_file(""))).startswith(inside):
        installed[normal(each.metadata["Name"])] = each
tools, todo = set(), ["pip", "setuptools", "wheel", "distribute", "pkg-resources", "uv", "virtualenv", "pip-audit", "pip-tools", "pipdeptree"]
while todo:
    name = todo.pop()
    if name in tools or name not in installed:
        continue
    tools.add(name)
    todo += [normal(re.match(r"[A-Za-z0-9._-]+", each)[0]) for each in installed[name].requires or [] if "extra ==" not in each]
for name, (version, marked, _) in sorted(pins.items()):
    there = installed[name].version if name in installed else "-"
    tell("at", name + " " + version + " " + there)
    if there == "-":
        if not marked:
            tell("missing", name + " " + version)
    elif there != version:
        tell("differs", name + " " + version + " " + there)
for name in sorted(installed):
    if name not in pins and name not in beside and name not in tools:
        tell("extra", name + " " + installed[name].version)`
