import { INK_THRESHOLD } from "../../lib/classifier.js"
import { logisticOnnx } from "../../lib/logistic-onnx.js"
import { trainLogistic } from "../../lib/logistic.js"
import { classesOf, type Recipe } from "../../lib/recipe.js"

const L2 = 1e-4
const ROBUSTNESS = 0.5
const REPORT_EVERY = 10

const recipe: Recipe = {
  release: "v2.0",
  kind: "a multinomial logistic regression",
  digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  input: "ink",
  holdOut: 10_000,
  fitting: `Fitted by full-batch L-BFGS from zero, first with the cross entropy and from there with the loss (1 - p^q) / q,
    q = ${ROBUSTNESS}, L2 penalty ${L2}: the settings of v1.0. Nothing in it is random.`,
  train(images, say) {
    const weights = trainLogistic(images, {
      ...{ classes: classesOf(recipe), threshold: INK_THRESHOLD, l2: L2, robustness: ROBUSTNESS, iterations: 150 },
      onIteration: (iteration, loss) => {
        if (iteration % REPORT_EVERY === 0) say(`iteration ${iteration}: loss ${loss.toFixed(6)}`)
      },
    })
    return { onnx: logisticOnnx(weights, recipe.release, { input: recipe.input }), weights }
  },
}

export default recipe
