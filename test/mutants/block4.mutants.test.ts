import block4 from "./block4/index.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block4)
