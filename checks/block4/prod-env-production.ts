import { defineCheck } from "../../src/engine/check.js"
import { all, expect } from "../../src/engine/verdict.js"
import { modelFiles } from "../library/model-files.js"

export default defineCheck({
  id: "b4.prod-env-production",
  title: "prod's .env is that of a production host",
  host: "prod",
  needs: ["b4.model-prod"],
  probes: (context) => ({ files: modelFiles(context, "prod") }),
  judge: ({ files }) =>
    all(
      expect(files.has("env"), {
        message: "prod has no .env.",
        expected: ".env",
        actual: "(none)",
      }),
      expect(files.has("key"), {
        message: "prod's .env sets no SECRET_API_KEY.",
        expected: "a key",
        actual: "(none)",
      }),
      expect(!files.has("placeholder"), {
        message: "prod's SECRET_API_KEY is the placeholder of the example.",
        expected: "a key of its own",
        actual: "the placeholder",
        hint: "Copying the example over a finished .env loses the key. Make a new one, and from now on add only the lines that are missing.",
      }),
      expect(files.get("debug") !== "on", {
        message: "DEBUG is on in prod's .env.",
        expected: "DEBUG=false",
        actual: "on",
      }),
      expect(files.has("debug"), {
        message: "prod's .env does not set DEBUG.",
        expected: "DEBUG=false",
        actual: "(not set)",
      }),
    ),
  hint: "On prod: `DEBUG=false`, a key from `openssl rand -hex 32`, and the two lines for the model.",
})
