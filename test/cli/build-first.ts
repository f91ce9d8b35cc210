import { build } from "../../src/tooling/build.mjs"

/** These tests run the program as a person does: built. */
export default async function setup(): Promise<void> {
  await build({ quiet: true })
}
