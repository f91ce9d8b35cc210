import type { AnswerMutant } from "../mutant.js"

export const answerMutants: AnswerMutant[] = [
  {
    name: "e-mail-instead-of-account",
    check: "b2.account",
    message: /an e-mail address and not the name/,
    fields: { handle: "student@example.org" },
  },
  {
    name: "account-of-somebody-else",
    check: "b2.account",
    message: /not the one that dev works with/,
    fields: { handle: "course" },
  },
  {
    name: "impossible-account",
    check: "b2.account",
    message: /No Git host has an account/,
    fields: { handle: "not an account" },
  },
  {
    name: "subject-instead-of-hash",
    check: "b2.graph",
    message: /no hash of a commit/,
    fields: { hash: "Merge branch" },
  },
  { name: "hash-of-no-commit", check: "b2.graph", message: /no commit of that hash/, fields: { hash: "0000000" } },
]
