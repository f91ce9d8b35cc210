import { labRun } from "../../../src/lab/lab.js"
import type { Campaign } from "../campaign.js"
import { as, type Mutant } from "../mutant.js"
import { plantFork } from "./fork.js"
import { changed, DEV, inCode, pushed, TRIES } from "./helpers.js"

const FILE = "app/classifier.py"
const LIST = 'CLASSES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]'
const MODEL = "models/digit_classifier_v1.pkl"

const code = (name: string, check: string, message: RegExp, ...pairs: (readonly [string, string])[]): Mutant =>
  inCode(name, check, message, { [FILE]: pairs })

/** What Python does otherwise: assertions that can be stripped, numbers of a library, a load while importing. */
const mutants: Mutant[] = [
  pushed(
    "py-pandas-in-a-range",
    "b4.pandas",
    /pandas is not pinned to one version/,
    "sed -i 's/^pandas==/pandas>=/' requirements.txt",
    { named: ["b4.pandas"] },
  ),
  pushed("py-pandas-forgotten", "b4.pandas", /does not name pandas/, "sed -i '/^pandas==/d' requirements.txt", {
    named: ["b4.pandas"],
  }),
  code("py-assertion-stripped", "b4.startup-assert", /python -O` strips the assertion/, [
    'if [str(label) for label in _model.classes_] != CLASSES:\n    raise RuntimeError(f"{_model_path} knows the classes {list(_model.classes_)}, the service expects {CLASSES}")',
    'assert [str(label) for label in _model.classes_] == CLASSES, f"other classes: {_model.classes_}"',
  ]),
  code("py-no-assertion", "b4.startup-assert", /taken without a word/, ["!= CLASSES:\n", "is None:\n"]),
  code(
    "py-classes-of-the-model",
    "b4.classes-constant",
    /taken from the model/,
    [LIST, ""],
    [
      "_model = joblib.load(_model_path)\n",
      "_model = joblib.load(_model_path)\nCLASSES = [str(label) for label in _model.classes_]\n",
    ],
  ),
  code("py-numbers-of-numpy", "b4.result-shape", /values that JSON does not know/, [
    "{label: float(value) for",
    "{label: np.float32(value) for",
  ]),
  code("py-labels-as-numbers", "b4.classes-constant", /does not hold strings/, [
    LIST,
    "CLASSES = [1, 2, 3, 4, 5, 6, 7, 8, 9]",
  ]),
  code("py-one-run-per-image", "b4.batch", /runs once per image/, [
    "for row in _model.predict_proba(binary)]",
    "for row in (_model.predict_proba(binary[at : at + 1])[0] for at in range(len(binary)))]",
  ]),
  code("py-loaded-for-every-call", "b4.load-once", /needs the model file again/, [
    "for row in _model.predict_proba(binary)]",
    "for row in joblib.load(_model_path).predict_proba(binary)]",
  ]),
  code("py-path-with-a-default", "b4.path-from-env", /falls back to a path in the source/, [
    'required("MODEL_PATH")',
    '__import__("os").environ.get("MODEL_PATH", "models/digit_classifier_v1.pkl")',
  ]),
  code("py-ink-from-128", "b4.threshold", /exactly 128 counts as ink/, ["pixels > INK_ABOVE", "pixels >= INK_ABOVE"]),
  code("py-silently-reshaped", "b4.bad-shape", /classified as if nothing were wrong/, [
    "if pixels.ndim != 3 or pixels.shape[1:] != (SIDE, SIDE):",
    "if pixels.size % 784:",
  ]),
  code("py-columns-first", "b4.accuracy", /Rows and columns are swapped/, [
    "astype(np.uint8).reshape(",
    "astype(np.uint8).swapaxes(1, 2).reshape(",
  ]),
  changed(
    "dev",
    "py-model-cut-off",
    "b4.model-loads",
    /does not load in the project's environment/,
    [`cp ${MODEL} ~/off && truncate -s 20000 ${MODEL}`, `mv ~/off ${MODEL}`],
    { named: TRIES, also: ["b4.model-is-release"] },
  ),
  changed(
    "dev",
    "py-cache-tracked",
    "b4.no-build-output",
    /main tracks app\/__pycache__/,
    [
      "mkdir -p app/__pycache__ && echo 1 >app/__pycache__/x.cpython-311.pyc && git add -f app/__pycache__ && git commit -q -m 'test: cache' && git push -q origin main",
      "git reset -q --hard HEAD~1 && git push -q --force origin main",
    ],
    { named: ["b4.no-build-output"] },
  ),
  inCode(
    "py-predict-in-other-words",
    "b4.predict-run",
    /prints 0 lines of the agreed form/,
    { "predict.py": [['f"Pred: ', 'f"Prediction: ']] },
    { named: ["b4.predict-run"] },
  ),
]

export default {
  block: 4,
  state: "v0.5",
  track: "python",
  mutants,
  answerMutants: [],
  across: ["b4.catchup"],
  prepare: async (lab) => {
    await plantFork(lab)
    await pinPandas(lab)
  },
} satisfies Campaign

/** The optional step 4.3.7; nothing in the checks of this block installs it. */
async function pinPandas(lab: string): Promise<void> {
  const { exitCode, stderr } = await labRun({
    name: lab,
    host: "dev",
    script: as(
      "user",
      `cd ${DEV}\necho 'pandas==1.5.3' >>requirements.txt\ngit commit -q -am 'build: pin pandas'\ngit push -q origin main`,
    ),
  })
  if (exitCode !== 0) throw new Error(`pandas could not be pinned: ${stderr}`)
}
