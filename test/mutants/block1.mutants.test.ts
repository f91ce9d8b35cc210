import block1 from "./block1/index.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block1)
