import type { Mutant } from "../mutant.js"
import { changed, inCode } from "./helpers.js"

const FILE = "src/classifier.ts"
const BINARISE = "values[column]! > INK_THRESHOLD ? 1 : 0"
const LIST = 'export const CLASSES = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const'
const RETURN = "return { prediction: CLASSES[best]!, confidence: probabilities[best]!, scores }"
const RUN = "const probabilities = await model.run(input, count)"
const COMPARE =
  "if (model.classes.length !== CLASSES.length || model.classes.some((name, index) => name !== CLASSES[index])) {"
const PATH_IS = 'readEnvironment(z.object({ MODEL_PATH: z.string("is missing").min(1, "is empty") }))'

const code = (
  name: string,
  check: string,
  message: RegExp,
  pairs: readonly (readonly [string, string])[],
  more: Partial<Mutant> = {},
): Mutant => inCode(name, check, message, { [FILE]: pairs }, more)

/** A fault in the predict script. */
const predict = (name: string, message: RegExp, pair: readonly [string, string]): Mutant =>
  inCode(name, "b4.predict-run", message, { "predict.ts": [pair] }, { named: ["b4.predict-run"] })

export const classifierMutants: Mutant[] = [
  code("classes-as-numbers", "b4.classes-constant", /does not hold strings/, [
    [LIST, "export const CLASSES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as unknown as readonly string[]"],
  ]),
  code("classes-with-a-zero", "b4.classes-constant", /is not 1 to 9 in order/, [
    [LIST, LIST.replace('["1"', '["0", "1"')],
  ]),
  code("classes-of-the-model", "b4.classes-constant", /taken from the model/, [
    [LIST, 'export const CLASSES = readMetadata(readFileSync(process.env["MODEL_PATH"]!)).get("classes")!.split(",")'],
    [
      'import { z } from "zod"',
      'import { readFileSync } from "node:fs"\nimport { z } from "zod"\nimport { readMetadata } from "./onnx-metadata.js"',
    ],
  ]),
  code("classes-not-exported", "b4.classes-constant", /exports no CLASSES/, [[LIST, LIST.replace("export ", "")]]),
  code("import-fails", "b4.classes-constant", /does not start with the model of the release/, [
    ['from "./model.js"', 'from "./models.js"'],
  ]),
  code("path-in-the-source", "b4.path-from-env", /it loads another file/, [
    ["loadModel(MODEL_PATH)", 'loadModel("models/digit_classifier_v1.onnx")'],
  ]),
  code("path-with-a-default", "b4.path-from-env", /falls back to a path in the source/, [
    [PATH_IS, '{ MODEL_PATH: process.env["MODEL_PATH"] ?? "models/digit_classifier_v1.onnx" }'],
  ]),
  code("path-not-asked-for", "b4.path-from-env", /does not name it/, [
    [PATH_IS, '{ MODEL_PATH: process.env["MODEL_PATH"]! }'],
  ]),
  code("loaded-for-every-call", "b4.load-once", /needs the model file again/, [
    ["loading ??= openModel()", "loading = openModel()"],
  ]),
  code("assertion-commented-out", "b4.startup-assert", /taken without a word/, [[COMPARE, "if (false) {"]]),
  inCode("assertion-at-the-first-drawing", "b4.startup-assert", /noticed by the first drawing only/, {
    [FILE]: [["export function loadClassifier", "function loadClassifier"]],
    "src/main.ts": [
      ["  await loadClassifier()\n", ""],
      [", loadClassifier }", " }"],
    ],
  }),
  code("assertion-without-words", "b4.startup-assert", /does not say what is wrong with it/, [
    ["throw new ClassMismatchError(\n", "throw new Error(\n"],
    [
      '`The model ${MODEL_PATH} knows the classes ${model.classes.join(", ")}; this code is written for ${CLASSES.join(", ")}.`',
      '"bad model"',
    ],
  ]),
  code("one-run-per-image", "b4.batch", /runs once per image/, [
    [
      RUN,
      `const probabilities = new Float32Array(count * CLASSES.length)
  for (let each = 0; each < count; each++)
    probabilities.set(
      await model.run(input.subarray(each * MODEL_INPUT_WIDTH, (each + 1) * MODEL_INPUT_WIDTH), 1),
      each * CLASSES.length,
    )`,
    ],
  ]),
  code("results-in-reverse", "b4.batch", /other results than the same images alone/, [
    [
      "toClassification(probabilities.subarray(index * CLASSES.length, (index + 1) * CLASSES.length)),\n  )",
      "toClassification(probabilities.subarray(index * CLASSES.length, (index + 1) * CLASSES.length)),\n  ).reverse()",
    ],
  ]),
  code("batch-not-exported", "b4.batch", /exports no function classifyBatch/, [
    ["export async function classifyBatch", "export async function classifyMany"],
    ["await classifyBatch([image])", "await classifyMany([image])"],
  ]),
  code("second-preprocessing", "b4.single-delegates", /something else to an image than a batch/, [
    [
      "await classifyBatch([image])",
      "await classifyBatch([Array.from(image, (row) => Array.from(row, (value) => (value >= 128 ? 255 : 0)))])",
    ],
  ]),
  code("single-not-exported", "b4.single-delegates", /exports no function classify/, [
    ["export async function classify(image", "async function classifyAlone(image"],
  ]),
  code("extra-field", "b4.result-shape", /not exactly the three fields/, [
    [RETURN, RETURN.replace("scores }", "scores, model: 1 } as never")],
  ]),
  code("scores-rounded", "b4.result-shape", /do not sum to 1/, [
    ["[name, probabilities[k]!]", "[name, Math.round(probabilities[k]! * 1000) / 1000]"],
  ]),
  code("label-as-number", "b4.result-shape", /prediction is not a string/, [
    [RETURN, RETURN.replace("CLASSES[best]!", "Number(CLASSES[best]) as never")],
  ]),
  code("scores-by-place", "b4.result-shape", /not under the labels of CLASSES/, [
    ["[name, probabilities[k]!]", "[k, probabilities[k]!]"],
  ]),
  code("ink-from-128", "b4.threshold", /exactly 128 counts as ink/, [[BINARISE, BINARISE.replace(">", ">=")]]),
  code("divided-by-255", "b4.threshold", /no threshold: every shade of grey counts/, [
    [BINARISE, "values[column]! / 255"],
  ]),
  code("columns-not-counted", "b4.bad-shape", /\(2,784\) are classified|classified as if nothing were wrong/, [
    ['if (typeof values !== "object" || values.length !== SIDE) throw', 'if (typeof values !== "object") throw'],
  ]),
  code("shape-not-named", "b4.bad-shape", /does not name the shape that came/, [
    ["super(`expected images of shape (N,28,28), received ${shape}`)", 'super("bad input")'],
  ]),
  code("rows-and-columns-swapped", "b4.accuracy", /Rows and columns are swapped/, [
    ["index * MODEL_INPUT_WIDTH + row * SIDE", "index * MODEL_INPUT_WIDTH + row"],
    ["input[offset + column]", "input[offset + column * SIDE]"],
  ]),
  code("ink-and-paper-swapped", "b4.accuracy", /Ink and paper are swapped/, [
    [BINARISE, BINARISE.replace("1 : 0", "0 : 1")],
  ]),
  code("a-third-is-guessed", "b4.accuracy", /the classifier recognises/, [
    [
      "return Array.from({ length: count }, (_, index) =>",
      "if (count > 20) probabilities.copyWithin(0, CLASSES.length, 40 * CLASSES.length)\n  return Array.from({ length: count }, (_, index) =>",
    ],
  ]),
  predict("predict-in-other-words", /prints 0 lines of the agreed form/, ["`Pred: ", "`Prediction: "]),
  predict("four-samples", /prints 4 lines/, ["const FIRST = 5", "const FIRST = 4"]),
  predict("truth-as-prediction", /says something else to image 1/, [
    "${prediction} (conf",
    "${samples[index]!.label} (conf",
  ]),
  predict("predict-without-env", /The predict script fails/, [
    "const { MODEL_PATH } = readEnvironment(",
    'process.chdir("/")\nconst { MODEL_PATH } = readEnvironment(',
  ]),
  predict("other-samples", /truths are not those/, [".slice(0, FIRST)", ".reverse().slice(0, FIRST)"]),
  changed(
    "dev",
    "one-hand-forgets-the-samples",
    "b4.predict-run",
    /The predict script fails/,
    ["mv models/samples.json ~/off", "mv ~/off models/samples.json"],
    { named: ["b4.predict-run"] },
  ),
]
