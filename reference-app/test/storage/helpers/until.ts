/** Waits for something that will be so soon. @throws after fifteen seconds */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await so()); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (Date.now() > end) throw new Error(`this did not become true: ${so.toString()}`)
}
