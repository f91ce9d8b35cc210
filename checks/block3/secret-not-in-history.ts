import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect } from "../../src/engine/verdict.js"
import { keyInHistory } from "../library/key-history.js"

/** Searched for on dev itself, in the whole object database: only the places leave it. */
export default defineCheck({
  id: "b3.secret-not-in-history",
  title: "The key of dev's .env stands in no commit",
  host: "dev",
  points: 2,
  needs: ["b3.env-real", "b3.env-untracked", "b3.example-placeholder"],
  probes: (context) => ({ history: keyInHistory(context) }),
  judge: ({ history }) => {
    if (!history.has("key")) return consequenceOf("b3.env-real")
    const places = history.all("found").join(", ")
    const hint =
      "Choose another key now: what was committed is known. Then rewrite the commits, or leave the worthless old key there."
    return all(
      expect(!history.has("now"), {
        message: "The key of dev's .env stands in a committed file.",
        expected: "in .env alone",
        actual: places,
        hint,
      }),
      expect(!history.has("found"), {
        message: "A former commit holds the key of dev's .env.",
        expected: "in .env alone",
        actual: places,
        hint,
      }),
      expect(!history.has("somewhere"), {
        message: "The key of dev's .env is in the repository's object database, though no branch leads there any more.",
        expected: "in .env alone",
        actual: "an object without a name",
        hint: "It was staged or committed once: choose another key, or `git reflog expire --expire=now --all && git gc --prune=now` if it was never pushed.",
      }),
    )
  },
  hint: "Choose another key for .env: a key that was committed, however briefly, is no secret.",
})
