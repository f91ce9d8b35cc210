import block6 from "./block6/index.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block6)
