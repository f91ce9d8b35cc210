import { defineCheck } from "../../src/engine/check.js"
import { all, consequenceOf, expect, fail } from "../../src/engine/verdict.js"
import { answerTo } from "../library/answers.js"
import { gitHistory, withCommits, type History } from "../library/git-history.js"

export default defineCheck({
  id: "b2.graph",
  title: "The merge commit is found in the graph of the history",
  host: "laptop",
  needs: ["b2.merge-commit"],
  probes: (context) => ({ answer: answerTo("b2.graph"), history: gitHistory(context) }),
  question: {
    text: () => "Which short hash does the graph of the history (`git log --oneline --graph`) show for your merge?",
    fields: [{ name: "hash", label: "Hash of the merge commit" }],
    solution: () => ({ hash: "" }),
    lookUp: (context) => {
      const { spec, read } = gitHistory(context)
      return { spec, read: (observation) => ({ hash: read(observation).merges[0]?.id.slice(0, 7) ?? "" }) }
    },
  },
  judge: ({ answer, history }) => {
    if (answer === null)
      return fail({
        message: "This question is not answered yet.",
        expected: "an answer",
        actual: "(none)",
        hint: "Run `course answer b2.graph`.",
      })
    const hash = (answer.hash ?? "").trim().toLowerCase()
    return all(
      expect(/^[0-9a-f]{4,64}$/.test(hash), {
        message: "That is no hash of a commit.",
        expected: "seven or more of the characters 0 to 9 and a to f",
        actual: answer.hash ?? "",
      }),
      () => withCommits(history, () => named(history, hash)),
    )
  },
  hint: "In the graph two lines run into the commit that you look for; its hash stands in front of its subject.",
})

function named({ commits, merges }: History, hash: string): ReturnType<typeof expect> {
  if (merges.length === 0) return consequenceOf("b2.merge-commit")
  const commit = commits.find(({ id }) => id.startsWith(hash))
  return all(
    expect(commit !== undefined, {
      message: "main has no commit of that hash.",
      expected: "the hash of the merge",
      actual: hash,
    }),
    expect((commit?.parents.length ?? 0) > 1, {
      message: "That commit is no merge: it has one parent.",
      expected: "a commit with two parents",
      actual: `${hash} "${commit?.subject ?? ""}"`,
    }),
  )
}
