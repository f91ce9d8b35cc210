import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { LOOK_NODE, LOOK_PYTHON, MODULES } from "./look-packages-script.js"
import { nodePath } from "./node-path.js"
import { quietGit } from "./quiet-git.js"

/**
 * Defines `environment`, the folder of the Python environment in the current folder: the usual names first, then whatever folder has
 * the file that every tool for environments writes. Empty where there is none.
 */
export const findEnvironment: ShellText = sh`
environment=
for candidate in .venv venv env .env.d */ .*/; do
  candidate=\${candidate%/}
  if [ -f "$candidate/pyvenv.cfg" ] && [ -x "$candidate/bin/python" ]; then environment=$candidate; break; fi
done`

/**
 * What a project of the block needs, by purpose: any package of a list will do. A loader of .env is not needed where Node.js itself is
 * told to read the file.
 */
export const PURPOSES = {
  typescript: {
    "runs the model": ["onnxruntime-node", "onnxruntime-web", "@huggingface/transformers", "@tensorflow/tfjs-node"],
    "validates data":
      "zod valibot ajv joi yup superstruct @sinclair/typebox typebox arktype io-ts runtypes effect".split(" "),
    "reads .env": "dotenv @dotenvx/dotenvx dotenv-cli env-cmd dotenv-flow dotenv-safe env-var envalid".split(" "),
  },
  python: {
    "trains and runs the model": ["scikit-learn"],
    "loads the model": ["joblib"],
    "reads .env": ["python-dotenv", "environs", "python-decouple", "pydantic-settings", "dynaconf"],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>

/**
 * The environment of the project on dev: `environment` with its folder, `misplaced` with one outside the repository, `dependency` for
 * each direct one that the project declares, `outside` with name and place of one that is found elsewhere, `missing` of one that is
 * found nowhere, `global` of one that is installed for all projects, `works NAME` or `broken NAME REASON` for what was imported.
 * Python adds `prefix` and `base` of its interpreter and `system` where the system's packages are seen.
 */
export function projectEnvironment({ track, settings }: Context): Probe<Facts> {
  return facts(
    "dev",
    lines(
      quietGit,
      sh`
cd ${settings.devRepo} 2>/dev/null || exit 0
fact folder yes`,
      track === "python" ? PYTHON : NODE,
    ),
    { timeoutMs: 40_000 },
  )
}

const NODE: ShellText = sh`
${nodePath}
[ -n "$(find node_modules -mindepth 1 -maxdepth 1 ! -name '.*' -print -quit 2>/dev/null)" ] && fact environment node_modules
for place in "$HOME" "$(dirname "$PWD")"; do
  for thing in node_modules package.json; do [ -e "$place/$thing" ] && fact misplaced "$place/$thing"; done
done
command -v node >/dev/null || { fact nointerpreter yes; exit 0; }
git grep -qE -e '--env-file|loadEnvFile' 2>/dev/null && fact envfile yes
node -e ${LOOK_NODE} "$(npm root -g 2>/dev/null)" ${JSON.stringify(Object.values(PURPOSES.typescript).flat())}`

const PYTHON: ShellText = sh`
${findEnvironment}
for place in "$HOME" "$(dirname "$PWD")"; do
  for file in "$place"/*/pyvenv.cfg "$place"/.*/pyvenv.cfg "$place"/pyvenv.cfg; do [ -f "$file" ] && fact misplaced "\${file%/pyvenv.cfg}"; done
done
ask='import sys; from importlib import metadata
for name in sys.argv[1:]:
    try:
        metadata.version(name); print("global=" + name)
    except metadata.PackageNotFoundError: pass'
/usr/bin/python3 -c "$ask" ${Object.keys(MODULES)} 2>/dev/null
[ -n "$environment" ] || exit 0
fact environment "$environment"
"$environment/bin/python" -I -c ${LOOK_PYTHON} ${JSON.stringify(MODULES)}`
