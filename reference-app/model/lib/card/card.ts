import { INK_THRESHOLD, type Classifier } from "../classifier.js"
import { drawDigits, DRAWINGS_PER_DIGIT } from "../drawing/drawings.js"
import { measure } from "../measure.js"
import { onlyDigits, PIXELS, type DigitSet } from "../mnist.js"
import { classesOf, type Recipe } from "../recipe.js"
import { cardTitle, onnxFile } from "../release-folder.js"
import { failures } from "./failures.js"
import { grouped, paragraph, percent, table } from "./format.js"
import { calibration, confusionTable, perClass } from "./tables.js"

export interface CardFacts {
  readonly recipe: Recipe
  readonly model: Classifier
  readonly trainImages: number
  /** The whole test set, images of digits that the model does not know included. */
  readonly test: DigitSet
  /** SHA-256 of the release's other files. */
  readonly hashes: ReadonlyMap<string, string>
}

/** The model card, every figure in it measured here with the model as its file has it. */
export function modelCard({ recipe, model, trainImages, test, hashes }: CardFacts): string {
  const classes = classesOf(recipe)
  const digits = `${classes[0]} to ${classes.at(-1)}`
  const known = measure(model, onlyDigits(test, recipe.digits))
  const drawn = measure(model, onlyDigits(drawDigits(), recipe.digits))
  const isInk = recipe.input === "ink"
  return `${cardTitle(recipe.release)}

${paragraph(`\`${onnxFile(recipe.release)}\` is ${recipe.kind} in ONNX form. Input \`pixels\`: float [N,${PIXELS}], a 28x28 image row by
row, each value ${isInk ? "0 or 1" : "from 0 to 1"}. Output \`probabilities\`: float [N,${classes.length}], one probability per class, in the order
${classes.join(", ")}. The metadata of the file states the same classes.`)}

${paragraph(PREPROCESSING[recipe.input])}

## Training data

${paragraph(`The ${grouped(trainImages)} images of the digits ${digits} in the training part of MNIST (Yann LeCun, Corinna Cortes, Christopher
J. C. Burges: The MNIST database of handwritten digits), ${isInk ? "binarised" : "scaled"} as above. ${recipe.fitting} The test images had no part
in it.`)}

### Reproduce

${paragraph(`In the folder of the training scripts, with the four MNIST files in MNIST_DIR: \`npm ci\`, then \`npm run model:train --
${recipe.release}\`. The training computes with additions, multiplications, divisions and square roots alone, whose results IEEE 754
fixes to the last bit, so the same images give the same files on every machine. \`npm run model:verify\` compares files and
figures with this card.`)}

${table(
  ["file", "SHA-256"],
  [...hashes].map(([name, hash]) => [`\`${name}\``, `\`${hash}\``]),
)}

## Capabilities

${paragraph(`Tells apart the handwritten digits ${digits}, drawn light on dark, 20x20 pixels large, with the centre of mass in the middle of the
field.`)}

Accuracy: ${percent(known.correct, known.images)} (${grouped(known.correct)} of the ${grouped(known.images)} MNIST test images of the digits ${digits}).

Own drawings: ${drawn.correct} of ${drawn.images} right. They are made by \`lib/drawing\`, ${DRAWINGS_PER_DIGIT} per digit, in other hands and pens.

${perClass(known, drawn)}

### Confusion table

One row per true digit, one column per answer, number of test images.

${confusionTable(known)}

### Calibration

${calibration(known)}

## Known failures

${failures(recipe, model, test, known, drawn)}

## Intended use

Teaching: serving a model, checking its card, watching it fail. Not for decisions about people, money or mail.
`
}

const PREPROCESSING = {
  ink: `The caller binarises: a grey value greater than ${INK_THRESHOLD} (of 255) becomes 1, every other one 0. The model does not
    do it, and it gives no error for grey values that were not binarised: its answers only become worse.`,
  grey: `The caller scales: a grey value (0 to 255) is divided by 255. The model does not do it, and it gives no error for values
    that were not scaled: its answers only become worse.`,
} as const
