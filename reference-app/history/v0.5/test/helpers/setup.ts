import { testModelPath } from "./model.js"

process.env.MODEL_PATH = testModelPath()
