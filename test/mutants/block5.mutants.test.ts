import block5 from "./block5/index.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block5)
