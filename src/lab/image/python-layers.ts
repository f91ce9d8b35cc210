import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runIsolated } from "../run-isolated.js"
import { PYTHON_INDEX } from "../spec.js"
import { cached, type BuildOptions } from "./atomic-build.js"
import { packagesLayer } from "./base.js"
import { hashOf } from "./hash.js"
import { WHEEL_SCRIPT } from "./wheel-script.js"

type Layer = { folder: string; key: string }

/** What a student installs with apt, and the system libraries that the compiled packages of the index are linked against. */
const HOST_PACKAGES = [
  ...["python3-pip", "python3-venv"],
  ...["libopenblas0", "libgfortran5", "libgomp1", "liblbfgsb0", "libstdc++6", "libpq5"],
]

/** Debian's builds of what a service of the Python track needs: the index's wheels are made of them. */
const WHEEL_PACKAGES = [
  ...["python3-fastapi", "python3-uvicorn", "python3-sklearn", "python3-joblib", "python3-sqlalchemy"],
  ...["python3-psycopg2", "python3-dotenv", "python3-pip", "python3-venv"],
]

/** pip of every environment on a host asks the hub; nothing is kept, for the hub is near. */
const PIP_CONF = `[global]
index-url = ${PYTHON_INDEX}
trusted-host = hub
disable-pip-version-check = true
no-cache-dir = true
`

/** What dev and prod of the Python track have beside the base. */
export async function pythonLayer(base: Layer, options: BuildOptions): Promise<{ layers: string[]; key: string }> {
  const packages = await packagesLayer(base, {
    ...options,
    kind: "python-host",
    packages: HOST_PACKAGES,
    announcement: "Adding Python's tools for the hosts (once, about 40 s)",
  })
  const settings = await cached({
    ...options,
    kind: "python-settings",
    key: hashOf("python-settings", PIP_CONF),
    announcement: "Writing pip's settings for the hosts",
    build: async (into) => {
      await mkdir(join(into, "root/etc"), { recursive: true })
      await writeFile(join(into, "root/etc/pip.conf"), PIP_CONF)
    },
  })
  return { layers: [join(settings, "root"), packages.folder], key: packages.key }
}

/** A static index of wheels for the hub, below /srv/registry/pypi. */
export async function pythonIndexLayer(base: Layer, options: BuildOptions): Promise<string> {
  const source = await packagesLayer(base, {
    ...options,
    kind: "python",
    packages: WHEEL_PACKAGES,
    announcement: "Fetching the packages of the Python track (once, about 70 s)",
  })
  const folder = await cached({
    ...options,
    kind: "python-index",
    key: hashOf("python-index", source.key, WHEEL_SCRIPT, REPACK),
    announcement: "Making wheels of them for the hub's index (once, about 20 s)",
    build: async (into) => {
      await runIsolated(REPACK, [into, `${source.folder}:${base.folder}`], {
        purpose: "making wheels of Debian's packages",
        input: WHEEL_SCRIPT,
      })
    },
  })
  return join(folder, "root")
}

/** Runs the text on standard input with the packages' Python; what it lays out is all that stays. */
const REPACK = `
mkdir "$1/upper" "$1/work" "$1/merged"
mount -t overlay course-lab -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/merged"
chroot "$1/merged" /usr/bin/python3 -W ignore - /srv/registry/pypi
umount "$1/merged"
mkdir -p "$1/root/srv"
mv "$1/upper/srv/registry" "$1/root/srv/registry"
rm -rf "$1/upper" "$1/work" "$1/merged"
`
