import { inRepository, REPO } from "../block2/on-dev.js"
import { as, replaceIn, type Mutant } from "../mutant.js"

/** Changes what is installed, which Git ignores. */
function installed(
  name: string,
  check: string,
  message: RegExp,
  [change, back]: readonly [string, string],
  also: string[] = [],
): Mutant {
  return {
    ...{ name, check, message, host: "dev", also },
    break: as("user", `cd ${REPO}\n${change}`),
    repair: as("user", `cd ${REPO}\n${back}`),
  }
}

const FILE = "node_modules/zod/package.json"

/** Faults of steps 3.2, 3.3.1 and 3.5.6. */
export const environmentMutants: Mutant[] = [
  installed("no-environment", "b3.env-present", /has no environment/, [
    "mv node_modules ~/kept.off",
    "mv ~/kept.off node_modules",
  ]),
  installed("environment-in-the-home-folder", "b3.env-present", /outside the repository/, [
    "mv node_modules ~/node_modules",
    "mv ~/node_modules node_modules",
  ]),
  installed(
    "dependency-one-folder-up",
    "b3.env-isolated",
    /found outside the repository/,
    [
      "mkdir ~/node_modules\nmv node_modules/zod ~/node_modules/",
      "mv ~/node_modules/zod node_modules/\nrmdir ~/node_modules",
    ],
    ["b3.pins-complete"],
  ),
  {
    name: "dependency-installed-globally",
    check: "b3.env-isolated",
    message: /installed globally/,
    host: "dev",
    break: `cp -r ${REPO}/node_modules/zod /usr/lib/node_modules/`,
    repair: "rm -r /usr/lib/node_modules/zod",
  },
  inRepository(
    "environment-tracked",
    "b3.env-ignored",
    /tracks files of the environment/,
    `git add -f ${FILE}\ngit commit -q -m 'chore: add more'`,
  ),
  inRepository(
    "environment-once-tracked",
    "b3.env-ignored",
    /former commit holds files of the environment/,
    `git add -f ${FILE}\ngit commit -q -m 'chore: add more'\ngit rm -q --cached ${FILE}\ngit commit -q -m 'chore: take it out'`,
  ),
  inRepository(
    "environment-not-ignored",
    "b3.env-ignored",
    /does not ignore the environment/,
    "sed -i /node_modules/d .gitignore",
  ),
  inRepository("pattern-hides-sources", "b3.sources-visible", /ignores sources/, "echo '*.ts' >>.gitignore"),
  installed(
    "dependency-not-installed",
    "b3.deps-installed",
    /are not installed/,
    ["mv node_modules/zod node_modules/.zod", "mv node_modules/.zod node_modules/zod"],
    ["b3.pins-complete"],
  ),
  installed("dependency-damaged", "b3.deps-installed", /cannot be imported/, [
    "mv node_modules/dotenv/dist ~/dist.off",
    "mv ~/dist.off node_modules/dotenv/dist",
  ]),
  inRepository(
    "nothing-validates",
    "b3.deps-installed",
    /no package that validates data/,
    `node -e '
const fs = require("fs"), manifest = JSON.parse(fs.readFileSync("package.json", "utf8"))
delete manifest.dependencies.zod
fs.writeFileSync("package.json", JSON.stringify(manifest, null, 2))'`,
  ),
  installed("no-folder-for-models", "b3.scaffold", /no folder models/, [
    "mv models ~/models.off",
    "mv ~/models.off models",
  ]),
  inRepository(
    "empty-folder-for-sources",
    "b3.scaffold",
    /Git tracks no file in src/,
    "git rm -q -r --cached src\ngit commit -q -m 'chore: keep the folder empty'",
    { also: ["b3.manifest"] },
  ),
  inRepository("data-not-ignored", "b3.scaffold", /would take what lies in data/, "sed -i '/^data/d' .gitignore"),
  inRepository(
    "manifest-with-what-others-need",
    "b3.manifest",
    /only others need/,
    `version=$(node -p 'require("./package-lock.json").packages["node_modules/avvio"].version')
node -e '
const fs = require("fs"), manifest = JSON.parse(fs.readFileSync("package.json", "utf8"))
manifest.dependencies.avvio = process.argv[1]
fs.writeFileSync("package.json", JSON.stringify(manifest, null, 2))' "$version"
git commit -q -am 'build: name more'`,
  ),
  inRepository(
    "manifest-without-lock-entry",
    "b3.manifest",
    /does not resolve all/,
    `${replaceIn("package.json", ['"dotenv": "', '"left-pad": "git+https://git.example.org/left-pad.git#0123456789012345678901234567890123456789",\n    "dotenv": "'])}
git commit -q -am 'build: ask for more'`,
    { also: ["b3.deps-installed"] },
  ),
]
