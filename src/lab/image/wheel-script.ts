/**
 * Python text that makes wheels of what Debian's packages put below /usr/lib/python3/dist-packages, and lays them out as an index after
 * PEP 503. First argument: the folder of the index. Needs Debian's python3-wheel.
 */
export const WHEEL_SCRIPT = `
import hashlib, os, re, shutil, subprocess, sys, sysconfig, tempfile
from email.parser import Parser
from email.generator import Generator
from pathlib import Path
from wheel.metadata import pkginfo_to_metadata
from wheel.wheelfile import WheelFile
# After wheel: pip's import of distutils is in the way of setuptools' own.
from pip._vendor.packaging.requirements import Requirement

INDEX = Path(sys.argv[1])
MODULES = Path("/usr/lib/python3/dist-packages")
RECORDS = Path("/var/lib/dpkg/info")
# The same bytes whenever it runs.
os.environ["SOURCE_DATE_EPOCH"] = "1577836800"


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def owned(package):
    """Files of a Debian package among the modules, seen from there; python3-x-lib holds the compiled half of python3-x."""
    for record in [*RECORDS.glob(package + ".list"), *RECORDS.glob(package + ":*.list"), *RECORDS.glob(package + "-lib:*.list")]:
        for line in record.read_text().splitlines():
            path = Path(line)
            if path.is_relative_to(MODULES) and path.is_file():
                yield path.relative_to(MODULES)


def distributions():
    """Folders of metadata, each with the Debian package that it came with."""
    for record in sorted(RECORDS.glob("python3-*.list")):
        package = record.name.removesuffix(".list").split(":")[0]
        for line in record.read_text().splitlines():
            path = Path(line)
            if path.parent == MODULES and path.suffix in (".dist-info", ".egg-info") and path.is_dir():
                yield path, package


found = [(info, package, *info.stem.rsplit("-", 1)) for info, package in distributions()]
versions = {normal(name): version for _, _, name, version in found}
names = {package: name for _, package, name, _ in found}


def needed(package):
    """The distributions that a Debian package depends on."""
    text = subprocess.run(["dpkg-query", "-W", "-f", "\${Depends}", package], check=True, capture_output=True, text=True).stdout
    for alternative in re.split("[,|]", text):
        other = alternative.split("(")[0].strip().split(":")[0]
        if other in names and other != package:
            yield names[other]


def metadata(info, package):
    if info.suffix == ".egg-info":
        message = pkginfo_to_metadata(str(info), str(info / "PKG-INFO"))
    else:
        message = Parser().parsestr((info / "METADATA").read_text())
    requirements = message.get_all("Requires-Dist", [])
    del message["Requires-Dist"]
    for text in requirements:
        wanted = Requirement(text)
        shipped = versions.get(normal(wanted.name))
        # Debian has proven that its own versions go together, whatever upstream wrote down at the time.
        if shipped is not None and not wanted.specifier.contains(shipped, prereleases=True):
            wanted.specifier = type(wanted.specifier)("")
        message["Requires-Dist"] = str(wanted)
    # Where Debian took the requirements out, its own dependencies are what is left of them.
    if all("extra ==" in text for text in requirements):
        for name in needed(package):
            message["Requires-Dist"] = name
    return message


def build(info, package, name, version, into):
    base = normal(name).replace("-", "_") + "-" + version
    files = [path for path in owned(package) if not path.parts[0].endswith((".dist-info", ".egg-info"))]
    compiled = any(path.suffix == ".so" for path in files)
    tag = "py3-none-any"
    if compiled:
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        python = "cp%d%d" % sys.version_info[:2]
        tag = "-".join([python, python, platform])
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch)
        for path in files:
            (tree / path.parent).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(MODULES / path, tree / path)
        notes = tree / (base + ".dist-info")
        notes.mkdir()
        with open(notes / "METADATA", "w") as file:
            Generator(file, mangle_from_=False, maxheaderlen=0).flatten(metadata(info, package))
        pure = "false" if compiled else "true"
        (notes / "WHEEL").write_text(f"Wheel-Version: 1.0\\nGenerator: course\\nRoot-Is-Purelib: {pure}\\nTag: {tag}\\n")
        for extra in ("entry_points.txt", "top_level.txt"):
            if (info / extra).is_file():
                shutil.copyfile(info / extra, notes / extra)
        wheel = into / f"{base}-{tag}.whl"
        with WheelFile(wheel, "w") as archive:
            archive.write_files(scratch)
    return wheel


def publish(name, wheel):
    page = INDEX / "simple" / name
    page.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    link = f'<a href="../../wheels/{wheel.name}#sha256={digest}">{wheel.name}</a>'
    (page / "index.html").write_text(f"<!DOCTYPE html><html><body>{link}</body></html>\\n")


wheels = INDEX / "wheels"
wheels.mkdir(parents=True)
# Debian takes pip and setuptools apart; whole wheels of them lie elsewhere, for new environments.
ready = {normal(path.name.split("-")[0]): path for path in Path("/usr/share/python-wheels").glob("*.whl")}
for name, path in ready.items():
    publish(name, Path(shutil.copy(path, wheels)))
for info, package, name, version in found:
    if normal(name) not in ready:
        publish(normal(name), build(info, package, name, version, wheels))
links = "".join(f'<a href="{page.name}/">{page.name}</a>' for page in sorted((INDEX / "simple").iterdir()))
(INDEX / "simple" / "index.html").write_text(f"<!DOCTYPE html><html><body>{links}</body></html>\\n")
`
