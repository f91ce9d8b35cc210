import block4Python from "./block4/python.js"
import { proveMutants } from "./run-mutants.js"

proveMutants(block4Python)
