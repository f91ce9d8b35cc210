import { readFile } from "node:fs/promises"
import type { KnownSecret } from "../../grading/submission/refuse-secrets.js"
import type { Inventory, SecretReference } from "../../inventory/inventory.js"

/** The secrets that course.yaml refers to, so that none leaves by way of a note or a recorded shell. */
export async function knownSecrets({ hosts }: Inventory, env = process.env): Promise<KnownSecret[]> {
  const found: KnownSecret[] = []
  for (const host of [hosts.dev, hosts.prod, hosts.laptop]) {
    const references = [host?.sudoPassword, host?.transport === "ssh" ? host.password : undefined]
    for (const reference of references.filter((each) => each !== undefined)) {
      const value = await valueOf(reference, env)
      if (value !== undefined) found.push({ value, where: "env" in reference ? reference.env : reference.file })
    }
  }
  return found
}

/** A file that is missing holds no secret; whoever needs it will say so. */
async function valueOf(reference: SecretReference, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if ("env" in reference) return env[reference.env]
  return await readFile(reference.file, "utf8").then(
    (text) => text.replace(/\r?\n$/, ""),
    () => undefined,
  )
}
