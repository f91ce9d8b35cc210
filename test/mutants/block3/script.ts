import { inRepository, inSsh, REPO } from "../block2/on-dev.js"
import { as, replaceIn, word, type Mutant } from "../mutant.js"

/** A change of setup-server.sh that is not committed: the script on the disk is what is run. */
function inScript(name: string, check: string, message: RegExp, change: string, more: Partial<Mutant> = {}): Mutant {
  return {
    ...{ name, check, message, host: "dev" },
    break: as("user", `cd ${REPO}\n${change}`),
    repair: as("user", `cd ${REPO}\ngit checkout -q -- setup-server.sh`),
    ...more,
  }
}

/** A short script in the place of the reference's, which only a real run tells from a good one. */
function shortScript(name: string, message: RegExp, lines: string[], undo: string): Mutant {
  const text = ["#!/usr/bin/env bash", "set -euo pipefail", 'cd "$(dirname "$0")"', ...lines]
  return inScript(
    name,
    "b3.script-idempotent",
    message,
    `printf '%s\\n' ${text.map(word).join(" ")} >setup-server.sh`,
    {
      repair: as("user", `cd ${REPO}\ngit checkout -q -- .\n${undo}`),
      named: ["b3.script-idempotent"],
    },
  )
}

/** A program of the host that is gone for a while. */
const withoutProgram = (name: string, check: string, message: RegExp, program: string): Mutant => ({
  ...{ name, check, message, host: "dev" },
  break: `mv /usr/bin/${program} /root/${program}.off`,
  repair: `mv /root/${program}.off /usr/bin/${program}`,
})

const INSTALL = "install -y git curl ca-certificates openssl postgresql"

/** Faults of steps 3.0.1 and 3.1. */
export const scriptMutants: Mutant[] = [
  inSsh("public-half-lost", "b3.catchup-keys", /one key pair/, "rm id_ed25519_github.pub"),
  inSsh(
    "key-of-block-1-replaced",
    "b3.catchup-keys",
    /does not know the key of dev/,
    "rm id_ed25519 id_ed25519.pub\nssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519",
  ),
  inRepository(
    "origin-refuses-a-push",
    "b3.catchup-dev",
    /refuses a push/,
    "git remote set-url origin http://hub/course/pixelwise.git",
    { also: ["b3.script-pushed", "b3.example-pushed", "b3.tag"] },
  ),
  inRepository("first-tag-lost", "b3.catchup-dev", /does not contain the tag v0\.1/, "git tag -d v0.1 >/dev/null"),
  inRepository(
    "script-in-a-folder",
    "b3.script-root",
    /not as setup-server\.sh at the root/,
    "mkdir -p tools\ngit mv setup-server.sh tools/\ngit commit -q -m 'chore: move the script'",
  ),
  inRepository(
    "script-not-added",
    "b3.script-root",
    /in no commit/,
    "git rm -q --cached setup-server.sh\ngit commit -q -m 'chore: forget the script'",
  ),
  inRepository(
    "no-script",
    "b3.script-root",
    /There is no setup-server\.sh/,
    "git rm -q setup-server.sh\ngit commit -q -m 'chore: drop the script'",
  ),
  inScript("no-shebang", "b3.script-shebang", /does not say what runs it/, "sed -i 1d setup-server.sh"),
  inScript(
    "shebang-of-sh",
    "b3.script-shebang",
    /something else than bash/,
    "sed -i '1s/.*/#!\\/bin\\/sh/' setup-server.sh",
  ),
  inScript("shebang-of-windows", "b3.script-shebang", /carriage return/, "sed -i '1s/$/\\r/' setup-server.sh"),
  inScript("not-strict", "b3.script-strict", /failing line goes on/, "sed -i '/^set -euo/d' setup-server.sh"),
  inScript(
    "only-errexit",
    "b3.script-strict",
    /not at every kind/,
    "sed -i 's/^set -euo pipefail/set -e/' setup-server.sh",
  ),
  inScript(
    "strict-too-late",
    "b3.script-strict",
    /only from a later line/,
    "sed -i -e '/^set -euo/d' -e '/^step \"Node/i set -euo pipefail' setup-server.sh",
  ),
  inScript(
    "package-left-out",
    "b3.script-packages",
    /does not install ca-certificates/,
    replaceIn("setup-server.sh", [` ca-certificates`, ""]),
  ),
  inScript(
    "asks-before-it-installs",
    "b3.script-packages",
    /asks before it installs/,
    replaceIn("setup-server.sh", ["install -y", "install"]),
  ),
  inScript(
    "installs-nothing",
    "b3.script-packages",
    /never installs/,
    replaceIn("setup-server.sh", [INSTALL, "--version"]),
  ),
  inRepository(
    "no-major-version-of-node",
    "b3.script-packages",
    /which major version of Node\.js/,
    `git rm -q .nvmrc\n${replaceIn("package.json", ['"node": ">=20.19"', '"npm": ">=9"'])}\ngit commit -q -am 'build: take any version'`,
  ),
  inRepository(
    "script-not-executable",
    "b3.script-mode",
    /mode of setup-server\.sh/,
    "git update-index --chmod=-x setup-server.sh\ngit commit -q -m 'chore: change the mode'",
  ),
  withoutProgram("curl-not-installed-on-dev", "b3.packages-dev", /dev lacks curl/, "curl"),
  inRepository(
    "newer-node-wanted",
    "b3.packages-dev",
    /older than the repository asks/,
    "echo 99 >.nvmrc\ngit commit -q -am 'build: want a newer Node.js'",
  ),
  shortScript(
    "appends-every-time",
    /changes files once more/,
    ["sudo apt-get install -y git curl ca-certificates", "echo 'export PIXELWISE=1' >>~/.profile"],
    "true",
  ),
  shortScript("creates-without-asking", /fails when it is run a second time/, ["mkdir ~/releases"], "rmdir ~/releases"),
  shortScript("writes-into-tracked-files", /changes files of the repository/, ["date >>README.md"], "true"),
]
