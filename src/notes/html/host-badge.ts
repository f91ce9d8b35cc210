import type { Element } from "hast"
import type { HostRole } from "../../engine/observation.js"
import { el } from "./element.js"
import type { Accounts } from "./place.js"

/** Which machine a box belongs to: by its name, a picture of its own, and a colour. */
export function hostBadge(host: HostRole): Element {
  return el("span", { className: ["host", host] }, picture(host), el("span", {}, host))
}

/** `produser@prod`, where one account is meant. */
export function accountOn(host: HostRole, accounts: Accounts): string | undefined {
  return host === "laptop" ? undefined : `${accounts[host]}@${host}`
}

/** A screen on a foot, two drawers of a rack, an open laptop. */
const STROKES: Readonly<Record<HostRole, string>> = {
  dev: "M2 3h12v8H2zM8 11v2.5M5 13.5h6",
  prod: "M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.5M5 11.25h.5",
  laptop: "M3.5 3.5h9v7h-9zM1 13h14",
}

function picture(host: HostRole): Element {
  return el(
    "svg",
    { viewBox: "0 0 16 16", width: 16, height: 16, ariaHidden: "true" },
    el("path", { d: STROKES[host], fill: "none", stroke: "currentColor", strokeWidth: "1.5" }),
  )
}
