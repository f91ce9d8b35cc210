import { expect } from "../../src/engine/verdict.js"
import { defineQuestion, normalise } from "../library/answers.js"

export default defineQuestion({
  id: "b4.sample",
  title: "The label of MNIST's first image is recorded",
  question: {
    text: () => "Fetch MNIST's samples and look at sample 0 as 28x28 whole numbers. Which digit is it labelled with?",
    fields: [{ name: "label", label: "Label of sample 0" }],
    solution: () => ({ label: "5" }),
  },
  judge: ({ label }) =>
    expect(/^["']?5["']?$/.test(normalise(label)), {
      message: "That is not the label of the first image.",
      expected: "the label that comes with sample 0",
      actual: label ?? "",
      hint: "Counting begins at 0: the first image of the training part, not the second one. Print it row by row and read the digit.",
    }),
  hint: "Take the samples of the model's release (samples.json), or fetch_openml with parser='liac-arff'.",
})
