import { settings as settingsSchema } from "../engine/context.js"
import type { Inventory } from "../inventory/inventory.js"
import type { Answers } from "../workspace/workspace.js"

/** What notes leave open because it belongs to one course or one student: `{{gitHost}}`. */
export const VALUE_NAMES = [
  "gitHost",
  "gitWeb",
  "gitAccount",
  "gitName",
  "gitEmail",
  "devAddress",
  "prodAddress",
  "devUser",
  "serviceUser",
  "modelUpstream",
] as const
export type ValueName = (typeof VALUE_NAMES)[number]
export type Values = Readonly<Record<ValueName, string>>

/** The values of a student: of course.yaml and the answers where there are any, of the course otherwise. */
export function valuesOf(inventory?: Pick<Inventory, "settings">, answers: Answers = {}): Values {
  const settings = inventory?.settings ?? settingsSchema.parse({})
  const { gitHost, gitWeb, devAddress, prodAddress, devUser, serviceUser, modelUpstream } = settings
  const handle = (answers["b2.account"]?.["handle"] ?? "").trim()
  return {
    ...{ gitHost, gitWeb, devAddress, prodAddress, devUser, serviceUser, modelUpstream },
    gitAccount: settings.gitAccount || handle || "your-account",
    gitName: "Your Name",
    gitEmail: "you@example.org",
  }
}

/** `text` with its values filled in. */
export function fillIn(text: string, values: Values): string {
  return text.replaceAll(PLACE, (place, name: string) => (isValueName(name) ? values[name] : place))
}

/** The names of a text that no value has. */
export function unknownValues(text: string): string[] {
  return [...text.matchAll(PLACE)].flatMap(([, name = ""]) => (isValueName(name) ? [] : [name]))
}

/** `${{ ... }}` belongs to workflows of Git hosts. */
const PLACE = /(?<!\$)\{\{([^{}]*)\}\}/g

function isValueName(name: string): name is ValueName {
  return VALUE_NAMES.some((each) => each === name)
}
