import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion, normalise } from "../library/answers.js"

/** A pipeline has steps; an ONNX graph has a named input and a named output in their place. */
export default defineQuestion({
  id: "b4.introspection",
  title: "What the model says about itself is recorded",
  question: {
    text: () => "Load the model in a shell of the project: what is it made of, what does it know, what does it take?",
    fields: [
      { name: "parts", label: "Names of the pipeline's steps; of an ONNX model: of its input and output" },
      { name: "classes", label: "Its classes, in order" },
      { name: "features", label: "Number of values it expects of an image" },
    ],
    solution: ({ track }) => ({
      parts: track === "python" ? "binarizer, regression" : "pixels, probabilities",
      classes: "1 2 3 4 5 6 7 8 9",
      features: "784",
    }),
  },
  judge: ({ parts, classes, features }, { track }) => {
    const named = normalise(parts)
    const wanted =
      track === "python" ? [/binari[sz]/, /regress|logistic|classif|clf|\blr\b/] : [/pixel|input/, /prob|output/]
    const digits = normalise(classes).replaceAll(/[^0-9–-]/g, "")
    return all(
      expect(
        wanted.every((sign) => sign.test(named)),
        {
          message:
            track === "python"
              ? "These are not the steps of the pipeline."
              : "These are not the model's input and output.",
          expected:
            track === "python" ? "a step that binarises and one that decides" : "the names that the session lists",
          actual: parts ?? "",
          hint:
            track === "python"
              ? "`model.steps` lists names and objects."
              : "`session.inputNames` and `session.outputNames` list them.",
        },
      ),
      expect(digits === "123456789" || /^1[–-]9$/.test(digits), {
        message: "These are not the classes of the model.",
        expected: "the list that the model states",
        actual: classes ?? "",
        hint: digits.includes("0")
          ? "Look at what the file says, not at what MNIST has: one digit was left out."
          : "Nine labels, in the order of the model.",
      }),
      expect(/^784$|^28 ?[x*×] ?28( ?= ?784)?$/.test(normalise(features)), {
        message: "That is not how many values the model expects of an image.",
        expected: "the width of its input",
        actual: features ?? "",
        hint: "One value per pixel of 28 rows and 28 columns: `n_features_in_`, or the last number of the input's shape.",
      }),
    )
  },
  hint: "Ask the loaded model, not the notes: steps or names, classes, width of the input.",
})
