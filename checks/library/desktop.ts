import type { Facts } from "./command.js"

/** What makes a machine one with a desktop: its display manager, packages. A server's default target says nothing: it is graphical as well. */
export function desktop(found: Facts): string[] {
  return [...(found.get("displaymanager") === "loaded" ? ["display-manager.service"] : []), ...found.all("desktop")]
}
