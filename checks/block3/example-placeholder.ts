import { defineCheck } from "../../src/engine/check.js"
import { expect } from "../../src/engine/verdict.js"
import { envContract } from "../library/env-contract.js"

/** Compared on dev itself: only yes or no leaves it. That .env was never filled in is told by b3.env-real. */
export default defineCheck({
  id: "b3.example-placeholder",
  title: "The key in .env.example is not the real one",
  host: "dev",
  points: 2,
  needs: ["b3.example-keys"],
  probes: (context) => ({ contract: envContract(context, "dev") }),
  judge: ({ contract }) =>
    expect(!contract.has("copied"), {
      message: "The example holds the very key that .env uses.",
      expected: "a placeholder such as replace-me",
      actual: "the value of .env",
      hint: "It is known to everybody now: choose another key for .env, and put a placeholder into the example.",
    }),
  hint: "Write `SECRET_API_KEY=replace-me` into the example.",
})
