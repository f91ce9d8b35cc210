import type { AnswerMutant } from "../mutant.js"

export const answerMutants: AnswerMutant[] = [
  {
    name: "counted-before-deleting",
    check: "b6.sql-answers",
    message: /unsure ones are still there/,
    fields: { count: "12", averageV1: "0.5", averageV2: "0.5", newest: "1" },
  },
]
