import type { Measurement } from "./accuracy.js"

export interface CardFacts {
  readonly release: string
  readonly onnxFile: string
  readonly classes: readonly string[]
  readonly threshold: number
  readonly l2: number
  readonly robustness: number
  readonly trainImages: number
  readonly test: Measurement
}

/** The model card, written from measured figures only. */
export function modelCard(facts: CardFacts): string {
  const { classes, test } = facts
  const recall = classes.map((name) => `| ${name} | ${percent(test.recall[name]!)} |`).join("\n")
  const pairs = test.confusions
    .slice(0, 6)
    .map(({ truth, predicted, count }) => `- a ${truth} taken for a ${predicted}: ${count} times`)
    .join("\n")
  return `# Model card: digit classifier ${facts.release}

\`${facts.onnxFile}\` is a multinomial logistic regression in ONNX form. Input \`pixels\`: float [N,784], a 28x28 image row
by row, each value 0 or 1. Output \`probabilities\`: float [N,${classes.length}], one probability per class, in the order
${classes.join(", ")}. The metadata of the file states the same classes.

The caller binarises: a grey value greater than ${facts.threshold} (of 255) becomes 1, every other one 0. The model does
not do it, and it gives no error for grey values that were not binarised: its answers only become worse.

## Training data

The ${grouped(facts.trainImages)} images of the digits ${classes[0]} to ${classes.at(-1)} in the training part of MNIST
(Yann LeCun, Corinna Cortes, Christopher J. C. Burges: The MNIST database of handwritten digits), binarised as above. The
digit 0 was left out on purpose. Fitted by full-batch L-BFGS from zero, first with the cross entropy and from there with
the loss (1 - p^q) / q, q = ${facts.robustness}, L2 penalty ${facts.l2}. Several values of both were compared on the last
9,000 training images; the best lay within 0.1 points of each other, and this pair is one of them. The test images had no
part in it. Nothing in the training is random: the same data gives the same file.

## Capabilities

Tells apart the handwritten digits ${classes[0]} to ${classes.at(-1)}, drawn light on dark, 20x20 pixels large, with the
centre of mass in the middle of the field.

Accuracy: ${percent(test.accuracy)} (${grouped(test.correct)} of the ${grouped(test.images)} MNIST test images of the
digits ${classes[0]} to ${classes.at(-1)}).

| digit | recognised |
| ----- | ---------- |
${recall}

## Known failures

Most frequent confusions on the test images:

${pairs}

A 0 can never be right: the model has no such class and answers with one of the others, often with high confidence. The
same holds for letters, several digits in one image and blank images. A digit that is shifted, drawn dark on light, or much
larger or smaller than in MNIST is recognised badly. Probabilities of wrong answers are often close to 1.

## Intended use

Teaching: serving a model, checking its card, watching it fail. Not for decisions about people, money or mail.
`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}

function grouped(count: number): string {
  return count.toLocaleString("en-US")
}
