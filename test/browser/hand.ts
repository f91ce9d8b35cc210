import type { Page } from "playwright-core"

export type Place = readonly [x: number, y: number]

/** A 3 and a 1 as a hand draws them, in shares of the field. */
export const THREE: readonly Place[] = [
  ...[
    [0.3, 0.2],
    [0.45, 0.12],
    [0.62, 0.16],
    [0.68, 0.28],
    [0.62, 0.4],
    [0.46, 0.46],
  ],
  ...[
    [0.62, 0.5],
    [0.72, 0.62],
    [0.68, 0.78],
    [0.52, 0.87],
    [0.36, 0.85],
    [0.28, 0.76],
  ],
] as unknown as Place[]

export const ONE: readonly Place[] = [
  [0.52, 0.15],
  [0.5, 0.5],
  [0.48, 0.85],
]

/** Where places of the field are in the window. */
export async function onScreen(page: Page, places: readonly Place[]): Promise<{ x: number; y: number }[]> {
  await page.locator("#field").scrollIntoViewIfNeeded()
  const field = await page.locator("#field").boundingBox()
  if (!field) throw new Error("the field is not to be seen")
  return places.map(([x, y]) => ({ x: field.x + x * field.width, y: field.y + y * field.height }))
}

/** Draws one line with the mouse. */
export async function drawLine(page: Page, places: readonly Place[]): Promise<void> {
  const [first, ...rest] = await onScreen(page, places)
  if (!first) return
  await page.mouse.move(first.x, first.y)
  await page.mouse.down()
  for (const { x, y } of rest) await page.mouse.move(x, y, { steps: 5 })
  await page.mouse.up()
}

/** Draws one line with a finger, by way of the touch screen's own events. */
export async function drawWithFinger(page: Page, places: readonly Place[]): Promise<void> {
  const device = await page.context().newCDPSession(page)
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
    device.send("Input.dispatchTouchEvent", { type, touchPoints })
  const [first, ...rest] = await onScreen(page, places)
  if (!first) return
  await touch("touchStart", [first])
  for (const point of rest) await touch("touchMove", [point])
  await touch("touchEnd", [])
}

/** What is on the field: red, green, blue and opacity of each cell. Read from a copy, so that the field itself stays fast. */
export async function paintedPixels(page: Page): Promise<number[]> {
  return page.evaluate(`(() => {
    const copy = new OffscreenCanvas(28, 28).getContext("2d", { willReadFrequently: true })
    copy.drawImage(field, 0, 0)
    return [...copy.getImageData(0, 0, 28, 28).data]
  })()`)
}
