import { inRepository, REPO } from "../block2/on-dev.js"
import { as, replaceIn, word, type Mutant } from "../mutant.js"

/** Commits a change of a JSON file on dev, made by a statement that knows it as `it`. */
function committed(name: string, check: string, message: RegExp, file: string, statement: string): Mutant {
  return inRepository(name, check, message, `${edited(file, statement)}\ngit commit -q -am 'build: change the pins'`)
}

function edited(file: string, statement: string): string {
  const program = `const fs = require("fs"), it = JSON.parse(fs.readFileSync("${file}", "utf8"))\n${statement}\nfs.writeFileSync("${file}", JSON.stringify(it, null, 2) + "\\n")`
  return `node -e ${word(program)}`
}

/** What is installed differs from what is pinned. */
function installed(name: string, message: RegExp, change: string, back: string): Mutant {
  return {
    ...{ name, check: "b3.pins-complete", message, host: "dev" },
    break: as("user", `cd ${REPO}\n${change}`),
    repair: as("user", `cd ${REPO}\n${back}`),
  }
}

/** Commits and pushes, so that dev and the remote agree; only an installation from there shows the fault. */
function pushed(name: string, message: RegExp, change: string): Mutant {
  return {
    ...{ name, check: "b3.pins-committed", message, host: "dev", shared: true, named: ["b3.pins-committed"] },
    break: as("user", `cd ${REPO}\n${change}\ngit commit -q -am 'build: change the pins'\ngit push -q origin main`),
    repair: as("user", `cd ${REPO}\ngit reset -q --hard HEAD~1\ngit push -q --force origin main`),
  }
}

const ZOD = 'it.packages["node_modules/zod"]'

/** Faults of step 3.3. */
export const pinMutants: Mutant[] = [
  inRepository(
    "range-with-a-caret",
    "b3.pins-exact",
    /not pinned to one version/,
    `${replaceIn("package.json", ['"zod": "', '"zod": "^'])}\ngit commit -q -am 'build: take newer ones'`,
  ),
  inRepository(
    "lock-not-committed",
    "b3.pins-exact",
    /No lock file/,
    "git rm -q --cached package-lock.json\ngit commit -q -m 'build: drop the lock'",
  ),
  inRepository(
    "no-manifest",
    "b3.pins-exact",
    /holds package\.json/,
    "git rm -q --cached package.json\ngit commit -q -m 'build: drop the manifest'",
  ),
  inRepository(
    "conflict-in-the-lock",
    "b3.pins-exact",
    /not valid JSON/,
    "sed -i '5i <<<<<<< HEAD' package-lock.json\ngit commit -q -am 'build: merge'",
  ),
  committed(
    "lock-of-an-older-npm",
    "b3.pins-exact",
    /format of an older npm/,
    "package-lock.json",
    "it.lockfileVersion = 2",
  ),
  committed("lock-without-a-hash", "b3.pins-exact", /without a hash/, "package-lock.json", `delete ${ZOD}.integrity`),
  committed(
    "lock-does-not-fit",
    "b3.pins-exact",
    /does not fit package\.json/,
    "package.json",
    'it.dependencies.zod = "4.0.1"',
  ),
  installed(
    "installed-and-not-saved",
    /installed that no pin names/,
    `mkdir node_modules/left-pad\necho '{"name":"left-pad","version":"1.3.0"}' >node_modules/left-pad/package.json`,
    "rm -r node_modules/left-pad",
  ),
  installed(
    "another-version-installed",
    /versions differ on dev/,
    `cp node_modules/zod/package.json ~/zod.off\nsed -i 's/"version": "[^"]*"/"version": "4.0.1"/' node_modules/zod/package.json`,
    "mv ~/zod.off node_modules/zod/package.json",
  ),
  installed(
    "pinned-and-not-installed",
    /pinned packages are not installed/,
    "mv node_modules/avvio ~/avvio.off",
    "mv ~/avvio.off node_modules/avvio",
  ),
  {
    name: "audit-without-a-lock",
    check: "b3.audit-runs",
    message: /auditor on dev refuses/,
    host: "dev",
    break: as("user", `mv ${REPO}/package-lock.json ~/lock.off`),
    repair: as("user", `mv ~/lock.off ${REPO}/package-lock.json`),
  },
  {
    name: "no-auditor",
    check: "b3.audit-runs",
    message: /dev has no auditor/,
    host: "dev",
    break: "mv /usr/bin/npm /usr/bin/npm.off",
    repair: "mv /usr/bin/npm.off /usr/bin/npm",
  },
  {
    ...inRepository(
      "pins-changed-and-not-committed",
      "b3.pins-committed",
      /changed on dev and not committed/,
      "echo >>package-lock.json",
    ),
    named: ["b3.pins-committed"],
  },
  {
    ...inRepository(
      "pins-not-pushed",
      "b3.pins-committed",
      /holds other pins/,
      edited("package-lock.json", `${ZOD}.license = "none"`) + "\ngit commit -q -am 'build: change the pins'",
    ),
    named: ["b3.pins-committed"],
  },
  pushed(
    "pins-that-nobody-can-install",
    /cannot be installed/,
    edited("package-lock.json", `${ZOD}.integrity = "sha512-" + Buffer.alloc(64, 1).toString("base64")`),
  ),
]
