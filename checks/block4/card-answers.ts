import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion, normalise } from "../library/answers.js"

const CALLER = "the caller: it turns 0-255 into 0 and 1 before the model"
const CHOICES = [
  "the model itself: its Binarizer thresholds 0-255",
  CALLER,
  "the model itself: it divides by 255",
  "nobody: raw grey values are what it was trained on",
]

export default defineQuestion({
  id: "b4.card-answers",
  title: "Four questions to the model card are answered",
  points: 2,
  question: {
    text: () => "Read models/MODELCARD.md of release v1.0 and hold it against what you saw in the shell.",
    fields: [
      { name: "preprocessing", label: "Who prepares the pixels?", choices: CHOICES },
      { name: "classes", label: "Which digits can it tell apart?" },
      { name: "shape", label: "Shape of the input for N images" },
      { name: "accuracy", label: "Accuracy that the card states, in percent" },
    ],
    solution: () => ({ preprocessing: CALLER, classes: "1 to 9", shape: "(N, 784)", accuracy: "92" }),
  },
  judge: ({ preprocessing, classes, shape, accuracy }) => {
    const digits = normalise(classes).replaceAll(/[^0-9a-z–-]/g, "")
    const percent = Number(/(\d+(?:[.,]\d+)?)/.exec(accuracy ?? "")?.[1]?.replace(",", ".") ?? NaN)
    return all(
      expect(preprocessing === CALLER, {
        message: "The boundary of the preprocessing is drawn at the wrong place.",
        expected: "who turns 0-255 into 0 and 1",
        actual: preprocessing ?? "",
        hint: "A Binarizer in the pipeline expects values that are scaled already: raw ones are all far above its threshold. Read what the card says of the caller.",
      }),
      expect(/^(digits)?1(to|-|–|bis|through)9$/.test(digits) || digits === "123456789", {
        message: "The card names other digits.",
        expected: "the classes of the model",
        actual: classes ?? "",
        hint: "One of the ten digits was left out on purpose.",
      }),
      expect(/\b(n|none|-1|\d+)\s*[,x×]\s*784\b|^784$/.test(normalise(shape)), {
        message: "That is not the shape of the model's input.",
        expected: "one row per image",
        actual: shape ?? "",
        hint: "28x28 is how an image is drawn; the model takes it as one row.",
      }),
      expect(percent >= 91 && percent <= 93, {
        message: "The card states another accuracy.",
        expected: "the share of test images that are recognised, in percent",
        actual: accuracy ?? "",
      }),
    )
  },
  hint: "All four stand in the card: training data, capabilities, known failures, intended use.",
})
