import { fileURLToPath } from "node:url"
import { execa } from "execa"

export const REFERENCE_APP = fileURLToPath(new URL("../../reference-app", import.meta.url))

/** These tests use the service and its page as they are delivered: built. */
export default async function setup(): Promise<void> {
  await execa("npm", ["run", "--silent", "build"], { cwd: REFERENCE_APP })
}
