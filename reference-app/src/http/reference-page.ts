/** The part of an OpenAPI document that the page shows. */
interface ApiDocument {
  readonly info?: { readonly title?: string; readonly version?: string; readonly description?: string }
  readonly paths?: object
  readonly components?: object
}

/** A page to read and print: every operation with its description in full, without a script. */
export function referencePage(document: ApiDocument): string {
  const { title = "API", version = "", description = "" } = document.info ?? {}
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]: [string, object]) =>
    Object.entries(methods).map(([method, operation]: [string, unknown]) =>
      section(`${method.toUpperCase()} ${path}`, operation),
    ),
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>body { font: 1rem/1.5 system-ui; max-width: 60rem; margin: auto; padding: 1rem } pre { overflow: auto }</style>
<h1>${escape(title)} ${escape(version)}</h1>
<p>${escape(description)} Try it out at <a href="/docs">/docs</a>; the document itself is <a href="/openapi.json">/openapi.json</a>.</p>
${operations.join("\n")}
${section("Components", document.components ?? {})}
</html>
`
}

function section(title: string, content: unknown): string {
  return `<details open><summary><b>${escape(title)}</b></summary><pre>${escape(JSON.stringify(content, null, 2))}</pre></details>`
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")
}
