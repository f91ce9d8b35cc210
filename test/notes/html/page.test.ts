import { describe, expect, it } from "vitest"
import { renderBook } from "../../../src/notes/html/book.js"
import { DOOR, sampleBook } from "./sample-book.js"

const { files } = renderBook(sampleBook())
const page = files.get("block5.html") ?? ""

/** The text of an element as a browser has it, the first one that matches. */
function textOf(pattern: RegExp): string {
  const [html = ""] = pattern.exec(page) ?? []
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&#x3C;", "<")
    .replaceAll("&#x26;", "&")
}

describe("a page of the book", () => {
  it("numbers steps by their anchors and names their outcomes with what they show", () => {
    expect(page).toContain('<h2 id="5.1"><a class="number" href="#5.1">5.1</a> Make doors</h2>')
    expect(page).toContain('<h3 id="5.1.1"><a class="number" href="#5.1.1">5.1.1</a> Cut the wood</h3>')
    expect(page).toContain("<li><code>b5.wood</code> The wood is &#x3C;cut></li><li><code>b5.saw</code> </li>")
  })

  it("holds exactly the commands in a terminal's code, without prompts", () => {
    expect(textOf(/<figure class="terminal dev">.*?<\/pre>/s)).toContain('npm run saw -- "a" < /dev/null\nls \\\n  -l')
    expect(page).not.toMatch(/\$ (<[^>]*>)*npm/)
    expect(page).toContain('<span class="line more">')
  })

  it("names the host of commands in words, with the account that types", () => {
    expect(textOf(/<figure class="terminal prod">.*?<\/figcaption>/s)).toBe(
      "Type on prodproduser@prodCopy the commands for prod",
    )
    expect(textOf(/<figure class="terminal laptop again">.*?<\/figcaption>/s)).toBe(
      "Type on laptopCopy the commands for laptop",
    )
  })

  it("says what is special about commands", () => {
    expect(page).toContain("This ends with an error, and that is the point.")
    expect(page).toContain("To try; you get on without it.")
    expect(page).toContain("Answer in this order: <code>Anna</code>, <kbd>Enter</kbd>.")
    expect(page).toContain("Leave it with <kbd>Ctrl+X</kbd>.")
  })

  it("shows files with path, host, way of writing and their whole text", () => {
    expect(textOf(/<figure class="file">.*?<\/figure>/s)).toContain(DOOR.typescript.trim())
    expect(page).toContain('<code class="path">/etc/door.conf</code><span class="account">added at the end</span>')
    expect(page).toContain('<span class="account">as at v0.4</span>')
    expect(page).toContain('<span class="hljs-deletion">-closed</span>')
  })

  it("tells output, drawings and tables apart", () => {
    expect(page).toContain('<figure class="output"><figcaption>Output</figcaption>')
    expect(page).toContain('<figure class="drawing"><figcaption class="unseen">Drawing</figcaption>')
    expect(page).toMatch(/<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>/)
  })

  it("puts a margin note beside what stands before it, after it in the order of reading", () => {
    const [, text = "", notes = ""] =
      /<div class="text">((?:(?!<div class="text">).)*)<div class="notes">(.*)$/s.exec(page) ?? []
    expect(text).not.toContain("5.1.2")
    expect(notes).toMatch(/^<div class="note/)
    expect(page).toContain('<div class="note security" role="note" aria-labelledby="note-locks-keys">')
    expect(page).toContain('<span class="tone">Security</span> Locks &#x26; keys')
  })

  it("marks what is done outside of a shell as a task, with values filled in", () => {
    const task = textOf(/<div class="task".*?<\/div>/s)
    expect(task).toContain("Task Take the snapshot B5-doors, in VirtualBox")
    expect(task).toContain("Take it on 192.168.56.10.")
  })

  it("links to steps that exist, within the page and across pages", () => {
    expect(page).toContain('Step <a href="#5.1.2">5.1.2</a> needs them, version 5.1.9 does not exist.')
    expect(files.get("block6.html")).toContain('After <a href="block5.html#5.1.1">5.1.1</a> comes')
  })

  it("names the pages around it", () => {
    expect(page).toMatch(/<a class="prev" rel="prev" href="index.html">/)
    expect(page).toMatch(/<a class="next" rel="next" href="block6.html"><span>Next<\/span> Block 6: Windows<\/a>/)
    expect(files.get("block6.html")).not.toContain('rel="next"')
  })
})

describe("both tracks", () => {
  it("stand on the page, each in what the other does not see", () => {
    expect(page).toMatch(/<div class="only typescript"><p>Saw with <strong>npm/)
    expect(page).toMatch(/<div class="only python"><p>Saw with <strong>pip/)
  })

  it("have a file that their references have different, once each", () => {
    expect(page).toMatch(/<div class="only typescript"><figure class="file">/)
    expect(page).toMatch(/<div class="only python"><figure class="file">/)
  })

  it("share everything else", () => {
    expect(page.match(/Only the carpenter/g)).toHaveLength(1)
  })

  it("begin with the chosen one", () => {
    expect(page).toContain('<html lang="en" data-track="typescript" data-default="typescript">')
    const python = renderBook(sampleBook({ track: "python" })).files.get("block5.html") ?? ""
    expect(python).toContain('<html lang="en" data-track="python" data-default="python">')
    expect(python).toMatch(/value="python" checked/)
  })
})

describe("escaping", () => {
  it("leaves markup of titles, text, code and files what it is: text", () => {
    for (const [name, html] of files) {
      if (!name.endsWith(".html")) continue
      expect(html.match(/<script/g), name).toEqual(["<script"])
      expect(html, name).not.toMatch(/<(b|windows|all|cut)>oak|<windows>|<all>|<cut>/)
    }
    expect(page).toContain("<title>Block 5: Doors &#x26; &#x3C;windows> · Full Stack Handwerk</title>")
  })

  it("keeps no link that could run something", () => {
    const [first] = sampleBook().chapters
    if (!first) throw new Error("the sample has a chapter")
    const url = "javascript:alert(1)"
    const nodes = [
      {
        type: "paragraph" as const,
        children: [{ type: "link" as const, url, children: [{ type: "text" as const, value: "press" }] }],
      },
    ]
    const parts = [
      { kind: "section" as const, title: "T", line: 1, pieces: [{ kind: "prose" as const, line: 2, nodes }] },
    ]
    const chapter = { ...first.typescript, parts }
    const html = renderBook(sampleBook({ chapters: [{ typescript: chapter, python: chapter }] })).files.get(
      "block5.html",
    )
    expect(html).toContain("<p>press</p>")
    expect(html).not.toContain("javascript:")
  })

  it("forbids scripts and requests of others by a policy", () => {
    expect(page).toContain(`<meta http-equiv="Content-Security-Policy" content="default-src &#x27;none&#x27;;`)
    expect(page).not.toMatch(/ (style|on\w+)="/)
    expect(page).not.toMatch(/(src|href)="(?!book\.|index\.html|block\d\.html|#|data:image|https:\/\/example\.org)/)
  })
})

describe("the book", () => {
  it("is the same bytes each time", () => {
    expect([...renderBook(sampleBook()).files]).toEqual([...files])
  })

  it("begins with all blocks, their exercises, and how long they take", () => {
    const start = files.get("index.html") ?? ""
    expect(start).toContain('<h3><a href="block5.html">Doors &#x26; &#x3C;windows></a></h3>')
    expect(start).toContain('<a href="block5.html#5.1"><span class="number">5.1</span> Make doors</a>')
    expect(start).toMatch(/<span class="only python">2 blocks, \d+ words, about \d+ min to read<\/span>/)
  })
})
