import block2 from "./block2/index.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block2)
