import { replaceIn, type Mutant } from "../mutant.js"
import { changed } from "./helpers.js"

/** A fault in the setup script of dev, not committed: what is run counts. */
function inScript(name: string, check: string, message: RegExp, ...edits: (readonly [string, string])[]): Mutant {
  return changed(
    "dev",
    name,
    check,
    message,
    [replaceIn("setup-server.sh", ...edits), "git checkout -q -- setup-server.sh"],
    { named: [check] },
  )
}

const ASK =
  'if [ ! -f .env ]; then\n  skip "there is no .env; copy .env.example to .env and fill it in"\nelif [ -z "$MODEL_REPO" ]'

export const scriptMutants: Mutant[] = [
  inScript(
    "unset-without-env",
    "b4.script-without-env",
    /stops at a variable that nobody set/,
    ['MODEL_REPO="$(env_value MODEL_REPO)"', '[ ! -f .env ] || MODEL_REPO="$(env_value MODEL_REPO)"'],
    [ASK, 'if [ -z "$MODEL_REPO" ]'],
  ),
  inScript(
    "model-without-env",
    "b4.script-without-env",
    /fetches a model all the same/,
    ['MODEL_REPO="$(env_value MODEL_REPO)"', "MODEL_REPO=http://hub/pixelwise-model.git"],
    ['MODEL_VERSION="$(env_value MODEL_VERSION)"', "MODEL_VERSION=v1.0"],
    [ASK, 'if [ -z "$MODEL_REPO" ]'],
  ),
  inScript("script-fails-without-env", "b4.script-without-env", /Without \.env the setup script fails/, [
    'skip "there is no .env; copy .env.example to .env and fill it in"',
    "exit 1",
  ]),
  inScript(
    "clone-into-what-is-there",
    "b4.script-model-idempotent",
    /fails where the first one left something behind/,
    ['MODEL_TMP="$(mktemp -d)"', "MODEL_TMP=/tmp/pixelwise-model"],
    ['"$MODEL_TMP/release"\n', '"$MODEL_TMP"\n'],
    ['"$MODEL_TMP"/release/', '"$MODEL_TMP"/'],
  ),
  inScript("models-of-the-home-folder", "b4.script-model-idempotent", /brings no model into a fresh clone/, [
    "mkdir -p models\n",
    "mkdir -p ~/models models; cd ~\n",
  ]),
  inScript("release-that-moves", "b4.script-model-idempotent", /the model is another one/, [
    'mv "models/.incoming" "models/$(basename "$file")"',
    'date +%N >>models/.incoming; mv "models/.incoming" "models/$(basename "$file")"',
  ]),
]
