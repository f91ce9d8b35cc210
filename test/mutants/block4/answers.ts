import type { AnswerMutant } from "../mutant.js"

const CALLER = "the caller: it turns 0-255 into 0 and 1 before the model"
const card = { preprocessing: CALLER, classes: "1 to 9", shape: "(N, 784)", accuracy: "92" }
const inspected = { parts: "pixels, probabilities", classes: "1 2 3 4 5 6 7 8 9", features: "784" }

export const answerMutants: AnswerMutant[] = [
  { name: "label-of-the-second", check: "b4.sample", message: /not the label of the first/, fields: { label: "0" } },
  {
    name: "classes-of-mnist",
    check: "b4.introspection",
    message: /not the classes of the model/,
    fields: { ...inspected, classes: "0 1 2 3 4 5 6 7 8 9" },
  },
  {
    name: "features-of-a-row",
    check: "b4.introspection",
    message: /not how many values/,
    fields: { ...inspected, features: "28" },
  },
  {
    name: "sample-divided-by-255",
    check: "b4.sample-prediction",
    message: /divided by 255/,
    fields: { prediction: "5", confidence: "0.9988" },
  },
  {
    name: "sample-raw",
    check: "b4.sample-prediction",
    message: /raw values/,
    fields: { prediction: "5", confidence: "1.0000" },
  },
  {
    name: "pipeline-thresholds",
    check: "b4.card-answers",
    message: /boundary of the preprocessing/,
    fields: { ...card, preprocessing: "the model itself: its Binarizer thresholds 0-255" },
  },
  {
    name: "image-as-input",
    check: "b4.card-answers",
    message: /not the shape/,
    fields: { ...card, shape: "(28, 28)" },
  },
  {
    name: "measured-otherwise",
    check: "b4.v2-card",
    message: /another accuracy than was measured/,
    fields: { accuracy: "88.1 %" },
  },
]
