import { defineCheck } from "../../src/engine/check.js"
import { all } from "../../src/engine/verdict.js"
import { blank } from "../library/drawing.js"
import { devService } from "../library/dev-service.js"
import { answerAt, expectStatus } from "../library/http.js"
import { refusedBodies } from "../library/pixelwise.js"

const VALUES = [-1, 256]

export default defineCheck({
  id: "b5.reject-range",
  title: "A pixel outside 0 to 255 is refused with 422",
  host: "dev",
  during: devService,
  needs: ["b5.key-right"],
  probes: (context) => ({
    answers: refusedBodies(
      context,
      "range",
      VALUES.map((value) => ({ pixels: [[value, ...Array<number>(27).fill(0)], ...blank().slice(1)] })),
    ),
  }),
  judge: ({ answers }) =>
    all(...VALUES.map((value, index) => () => expectStatus(`A pixel of ${value}`, answerAt(answers, index), 422))),
  hint: "Give each pixel a lowest value of 0 and a highest of 255 in the model of the request.",
})
