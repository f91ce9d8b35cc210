import block3 from "./block3/index.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block3)
