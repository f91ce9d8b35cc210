// Boots the lab named by the first argument; a test kills it meanwhile.
import { labUp } from "../../src/lab/lab.js"

const name = process.argv[2]
if (name === undefined) throw new Error("the name of the lab is missing")
await labUp({ name, onProgress: (line) => process.stdout.write(`${line}\n`) })
