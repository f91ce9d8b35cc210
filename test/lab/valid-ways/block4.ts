import { replaceIn, word } from "../../mutants/mutant.js"
import { LOOKS, TRIES } from "../../mutants/block4/helpers.js"

/** Ways of doing block 4 on dev that are as good as the reference's, several in one to save time. */
export interface Way {
  name: string
  /** As the student, in the repository; everything is put back afterwards. */
  script: string
  /** The checks that are concerned; every check of the block where none are named. */
  checks?: readonly string[]
}

/** Loads while importing, takes flat typed arrays, divides before it compares, and ends the process by itself when something is wrong. */
const EAGER = `import "dotenv/config"
import { readFileSync } from "node:fs"
import { InferenceSession, Tensor } from "onnxruntime-node"

export const CLASSES: readonly string[] = Object.freeze([..."123456789"])
const path = process.env["MODEL_PATH"]
if (!path) stop("MODEL_PATH is not set, see .env.example")
const bytes = readFileSync(path)
const session = await InferenceSession.create(new Uint8Array(bytes))
const stated = /classes[^0-9]{0,4}(\\d(?:,\\d)+)/.exec(bytes.toString("latin1"))?.[1] ?? "none"
if (stated !== CLASSES.join()) stop("The labels of the model are " + stated + " and not " + CLASSES.join())

export const classifyBatch = async (images: readonly Uint8Array[]) => {
  images.forEach((image, place) => {
    if (!(image instanceof Uint8Array) || image.length !== 784)
      throw new TypeError("image " + place + " holds " + (Array.isArray(image) ? image.length : String(image?.length ?? image)) + " values, 784 are needed")
  })
  const ink = Float32Array.from(images.flatMap((image) => Array.from(image)), (pixel) => Number(pixel / 255 > 128 / 255))
  const answer = await session.run({ pixels: new Tensor("float32", ink, [images.length, 784]) })
  const all = answer["probabilities"]!.data as Float32Array
  return images.map((_, place) => {
    const row = Array.from(all.subarray(9 * place, 9 * place + 9))
    const confidence = Math.max(...row)
    return { scores: Object.fromEntries(row.map((each, at) => [CLASSES[at], each])), confidence, prediction: CLASSES[row.indexOf(confidence)] }
  })
}
export const classify = async (image: Uint8Array) => (await classifyBatch([image]))[0]

function stop(why: string): never {
  console.error(why)
  process.exit(1)
}
`

/** Loads on the first use or by a call at the start, takes the model's own order of classes, and exports one object. */
const LAZY = `import { config } from "dotenv"
import { loadModel, type Model } from "./model.js"

export class WrongModel extends TypeError {}
const CLASSES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
let opened: Promise<Model> | undefined

/** Called before anything listens. */
export async function ready() {
  await (opened ??= open())
}

async function open() {
  config({ quiet: true })
  const file = process.env.MODEL_PATH
  if (file === undefined) throw new WrongModel("set MODEL_PATH")
  const model = await loadModel(file)
  const odd = [...model.classes, ...CLASSES].filter((name) => !(model.classes.includes(name) && CLASSES.includes(name)))
  if (odd.length > 0) throw new WrongModel("labels that only one side knows: " + odd)
  return model
}

async function classifyBatch(images: number[][][]) {
  const shape = [images.length, ...new Set(images.map((image) => image.length)), ...new Set(images.flatMap((image) => Array.from(image, (row) => row.length)))]
  if (shape.length !== 3 || shape[1] !== 28 || shape[2] !== 28) throw new RangeError("shape " + shape.join("x") + " is not Nx28x28")
  await ready()
  const model = await opened!
  const pixels = new Float32Array(images.flat(2).map((value) => Math.max(0, Math.sign(value - 128))))
  const rows = await model.run(pixels, images.length)
  return images.map((_, image) => {
    const scores: Record<string, number> = {}
    model.classes.forEach((label, place) => (scores[label] = rows[image * model.classes.length + place]!))
    const [prediction, confidence] = Object.entries(scores).sort(([, a], [, b]) => b - a)[0]!
    return { prediction, confidence, scores }
  })
}

export default { CLASSES, classifyBatch, classify: (image: number[][]) => classifyBatch([image]).then(([only]) => only) }
`

/** Sources .env, fetches single files over HTTP into a folder with a fixed name, and asks for nothing that is not there. */
const CURL = `if [ -r .env ]; then set -a; . ./.env; set +a; fi
if [ -n "\${MODEL_REPO:-}" ] && [ -n "\${MODEL_VERSION-}" ]; then
  rm -rf /tmp/pixelwise-model; mkdir -p /tmp/pixelwise-model models
  for file in digit_classifier_v1.onnx MODELCARD.md samples.json; do
    curl -fsS -o "/tmp/pixelwise-model/$file" "http://hub/student/pixelwise-model/raw/$MODEL_VERSION/$file"
  done
  mv /tmp/pixelwise-model/* models/
  rmdir /tmp/pixelwise-model
else
  echo "no model: MODEL_REPO and MODEL_VERSION are not set"
fi
`

/** The model's repository as a submodule, from which the script copies. */
const SUBMODULE = `if [ ! -f .env ]; then
  echo "no .env, no model"
else
  MODEL_REPO="$(env_value MODEL_REPO)" MODEL_VERSION="$(env_value MODEL_VERSION)"
  git submodule --quiet set-url vendor/model "$MODEL_REPO"
  git submodule --quiet update --init vendor/model
  git -C vendor/model checkout --quiet "$MODEL_VERSION"
  mkdir -p models
  cp vendor/model/*.onnx vendor/model/MODELCARD.md vendor/model/samples.json models/
fi
`

const stanza = (text: string): string =>
  `sed -i '/^MODEL_REPO=/,/^fi$/d' setup-server.sh
sed -i '/^step "Model"/r /dev/stdin' setup-server.sh <<'STANZA'
${text}STANZA`

const COMMIT = "git add -A && git commit -q -m 'feat: another way' && git push -q origin main"

const RUNS_SCRIPT = ["b4.script-without-env", "b4.script-model-idempotent", "b4.script-pushed"]

export const WAYS: Way[] = [
  {
    name: "a model folder outside of the repository, .env with quotes, blanks, export and comments, the repository over SSH",
    script: `mkdir ~/shared && mv models/*.onnx models/MODELCARD.md models/samples.json ~/shared/
sed -i -E -e 's#^MODEL_REPO=.*#export MODEL_REPO="git@hub:pixelwise-model.git"   \\# mine#' -e "s#^MODEL_VERSION=.*#MODEL_VERSION = 'v1.0'#" -e 's#^MODEL_PATH=.*#MODEL_PATH=/home/user/shared/digit_classifier_v1.onnx#' .env
printf '\\nSOMETHING_ELSE=1\\n' >>.env`,
    checks: [...LOOKS, ...TRIES, "b4.predict-run"].filter((id) => id !== "b4.script-pushed"),
  },
  {
    name: "a link to a model that several projects share, ignored by its ending, with further keys in the example",
    script: `mkdir ~/shared && mv models/*.onnx ~/shared/ && ln -s ~/shared/digit_classifier_v1.onnx models/
sed -i -e 's#^/models/\\*#*.onnx#' -e 's#^!/models/.gitkeep#*.pkl#' .gitignore && printf '%s\\n' models/MODELCARD.md models/samples.json >>.gitignore
printf '\\n# Where logs go\\nLOG_FILE=log/today\\n' >>.env.example
${COMMIT}`,
    checks: [...LOOKS, "b4.model-loads", "b4.load-once", "b4.predict-run"],
  },
  {
    name: "a module in a folder that loads while importing, takes flat typed arrays, compares after dividing, and ends the process itself",
    script: `rm src/classifier.ts && mkdir src/classifier && printf '%s' ${word(EAGER)} >src/classifier/index.ts`,
    checks: TRIES,
  },
  {
    name: "one exported object, a session on demand with a call for the start, the model's own order of classes, another type of error",
    script: `printf '%s' ${word(LAZY)} >src/classifier.ts`,
    checks: TRIES,
  },
  {
    name: "without tsx: the project's compiler translates",
    script: "mv node_modules/tsx ~/tsx.off",
    checks: TRIES,
  },
  {
    name: "a script that sources .env and fetches single files into a folder of a fixed name",
    script: `${stanza(CURL)}\n${COMMIT}`,
    checks: RUNS_SCRIPT,
  },
  {
    name: "a submodule from which the script copies",
    script: `git submodule --quiet add http://hub/pixelwise-model.git vendor/model && git -C vendor/model checkout -q v1.0
${stanza(SUBMODULE)}
${COMMIT}`,
    checks: [...RUNS_SCRIPT, "b4.model-untracked", "b4.tmp-clean", "b4.no-build-output"],
  },
  {
    name: "exercise 4.4 done: ten classes, the release of the own fork, the first model refused",
    script: `sed -i -e 's/^MODEL_VERSION=.*/MODEL_VERSION=v2.0/' -e 's/digit_classifier_v1/digit_classifier_v2/' .env
${replaceIn("src/classifier.ts", ['export const CLASSES = ["1"', 'export const CLASSES = ["0", "1"'])}
git clone -q --branch v2.0 http://hub/pixelwise-model.git ~/second 2>/dev/null
cp ~/second/*v2.onnx ~/second/MODELCARD.md models/ && rm -rf ~/second`,
  },
]
