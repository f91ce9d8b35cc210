import { goldenIn } from "../helpers/golden.js"

export const expectGolden = goldenIn(import.meta.dirname)
