import type { Mutant } from "../mutant.js"
import { devMutants } from "./dev.js"
import { prodMutants } from "./prod.js"

export { answerMutants } from "./answers.js"
export const mutants: Mutant[] = [...devMutants, ...prodMutants]
